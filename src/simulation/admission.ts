import type { Command } from '../protocol/contract/machine.js';

/** How requests are admitted to a replica's machine. */
export interface AdmissionLimits {
  /** At most so many in one batch, the first of them waiting at most `delay` ms. */
  readonly size: number;
  readonly delay: number;
  /** Batches that may be under way at a time; Infinity: any number. */
  readonly window: number;
}

interface Batch {
  /** Requests of it that are still to be answered. */
  left: number;
}

/**
 * Batching and pipelining at the replica that a client talks to: requests wait until a batch is full, or its first
 * request has waited long enough, and as long as the window is full of batches that are under way. What a batch holds is
 * handed to the machine at one instant, so that its messages can share packets and its records a disk write.
 */
export class Admission {
  private readonly waiting: Command[] = [];
  private readonly since: number[] = [];
  private underWay = 0;
  /** By client process: the batch that its outstanding request is in. */
  private readonly batches = new Map<number, Batch>();

  constructor(
    private readonly limits: AdmissionLimits,
    /** Calls `due` at this time. */
    private readonly wakeAt: (time: number) => void,
  ) {}

  /** A request arrives; call `release` next. A client asks one thing at a time: what it asked before is over. */
  arrive(command: Command, now: number): void {
    this.over(command.client);
    const again = this.waiting.findIndex(({ client }) => client === command.client);
    if (again >= 0) {
      this.waiting[again] = command;
      return;
    }
    this.waiting.push(command);
    this.since.push(now);
    if (this.limits.delay > 0 && this.waiting.length < this.limits.size) this.wakeAt(now + this.limits.delay);
  }

  /** The request of this client process was answered here; call `release` when the machine has done its step. */
  answered(client: number): void {
    this.over(client);
  }

  /** Hands over the batches that may go now. */
  release(now: number, deliver: (command: Command) => void): void {
    const { size, delay, window } = this.limits;
    while (this.underWay < window && this.waiting.length > 0) {
      if (this.waiting.length < size && now < this.since[0] + delay) return;
      const commands = this.waiting.splice(0, size);
      this.since.splice(0, size);
      const batch: Batch = { left: commands.length };
      this.underWay++;
      for (const { client } of commands) this.batches.set(client, batch);
      for (const command of commands) deliver(command);
    }
  }

  /** A crash: what waited is forgotten. */
  clear(): void {
    this.waiting.length = 0;
    this.since.length = 0;
    this.underWay = 0;
    this.batches.clear();
  }

  private over(client: number): void {
    const batch = this.batches.get(client);
    if (batch === undefined) return;
    this.batches.delete(client);
    if (--batch.left === 0) this.underWay--;
  }
}
