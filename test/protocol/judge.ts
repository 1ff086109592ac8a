import type { Command } from '../../src/protocol/contract/machine.js';

/** One operation of a client: when it was first sent, when it was first answered (Infinity: never), and with what. */
interface Operation {
  readonly command: Command;
  readonly from: number;
  to: number;
  result: number;
}

/**
 * Watches a run of n replicas from outside, through `commit` and `reply` alone.
 *
 * Agreement and order: no two commands in one slot; no replica skips or repeats a slot, unless it took over a snapshot
 * or restarted. Validity: only what clients sent is executed, as they sent it. Linearizability: the first slot of each
 * write orders the writes; every operation must fit in at one moment between its sending and its answer. Once: a write
 * makes the same version of its key wherever it takes effect; a second one would show that it has done so twice.
 */
export class Judge {
  readonly violations: string[] = [];
  readonly slots: Command[] = [];
  private readonly operations = new Map<string, Operation>();
  private readonly executed = new Set<string>();
  /** The version of its key that each write has made. */
  private readonly versions = new Map<string, number>();
  private readonly next: number[];
  private readonly restarted: boolean[];

  constructor(
    n: number,
    private readonly readsAreLinearizable: boolean,
  ) {
    this.next = new Array(n).fill(0);
    this.restarted = new Array(n).fill(false);
  }

  sent(command: Command, now: number): void {
    const name = nameOf(command);
    if (this.operations.has(name)) return;
    this.operations.set(name, { command, from: now, to: Number.POSITIVE_INFINITY, result: 0 });
  }

  restart(replica: number): void {
    this.restarted[replica] = true;
  }

  restored(replica: number, slot: number): void {
    this.next[replica] = slot;
    this.restarted[replica] = false;
  }

  commit(replica: number, slot: number, command: Command, version: number): void {
    const due = this.next[replica];
    if (slot !== due && !(this.restarted[replica] && slot <= due)) {
      this.found(`order: r${replica} executed slot ${slot} where ${due} was next`);
    }
    this.restarted[replica] = false;
    this.next[replica] = slot + 1;
    const before = this.slots[slot];
    if (before !== command) this.checkSlot(replica, slot, command, before);
    // Replicas that have executed different commands have different states.
    if (version > 0 && this.violations.length === 0) this.checkOnce(replica, command, version);
  }

  private checkSlot(replica: number, slot: number, command: Command, before: Command | undefined): void {
    if (before === undefined) {
      this.slots[slot] = command;
      this.executed.add(nameOf(command));
    } else if (nameOf(before) !== nameOf(command)) {
      this.found(`agreement: slot ${slot} is ${nameOf(before)} and, at r${replica}, ${nameOf(command)}`);
    }
    if (command.client < 0) return;
    const operation = this.operations.get(nameOf(command));
    if (operation?.command !== command && JSON.stringify(operation?.command) !== JSON.stringify(command)) {
      this.found(`validity: r${replica} executed ${nameOf(command)}, which no client sent like that`);
    }
  }

  private checkOnce(replica: number, command: Command, version: number): void {
    const name = nameOf(command);
    const before = this.versions.get(name);
    if (before === undefined) this.versions.set(name, version);
    else if (before !== version) {
      const key = `key ${command.key}`;
      this.found(`once: at r${replica} ${name} is write ${version} of ${key}, and was its write ${before}`);
    }
  }

  /** The first answer to an operation counts, further ones must be the same for a write. True for the first. */
  reply(client: number, seq: number, result: number, now: number): boolean {
    const operation = this.operations.get(`${client}#${seq}`);
    if (operation === undefined) {
      this.found(`validity: an answer to ${client}#${seq}, which no client sent`);
      return false;
    }
    if (operation.command.kind === 'write' && result !== operation.command.value) {
      this.found(`result: ${nameOf(operation.command)} answered with ${result}`);
    }
    if (operation.to < Number.POSITIVE_INFINITY) return false;
    operation.to = now;
    operation.result = result;
    return true;
  }

  /** Operations without an answer so far. */
  get unanswered(): number {
    let count = 0;
    for (const { to } of this.operations.values()) if (to === Number.POSITIVE_INFINITY) count++;
    return count;
  }

  /** Is there a write whose client has its answer and that nobody has executed? Clients may learn before replicas do. */
  get owed(): boolean {
    for (const { command, to } of this.operations.values()) {
      const answered = command.kind === 'write' && to < Number.POSITIVE_INFINITY;
      if (answered && !this.executed.has(nameOf(command))) return true;
    }
    return false;
  }

  /** What the store must hold once all slots are executed, each operation once. */
  store(): Map<number, number> {
    const store = new Map<number, number>();
    const done = new Set<string>();
    for (const command of this.slots) {
      if (command === undefined || command.client < 0 || done.has(nameOf(command))) continue;
      done.add(nameOf(command));
      if (command.kind === 'write') store.set(command.key, command.value);
    }
    return store;
  }

  /** The run is over. */
  end(): void {
    for (let slot = 0; slot < this.slots.length; slot++) {
      if (this.slots[slot] === undefined) this.found(`order: nobody executed slot ${slot}`);
    }
    const place = new Map<number, number>([[0, -1]]);
    const written = new Set<string>();
    this.slots.forEach((command, slot) => {
      if (command.client < 0) return;
      written.add(nameOf(command));
      if (command.kind === 'write' && !place.has(command.value)) place.set(command.value, slot);
    });
    const placed: { operation: Operation; at: number }[] = [];
    for (const operation of this.operations.values()) {
      const { command, to, result } = operation;
      if (command.kind === 'write') {
        const at = place.get(command.value);
        if (at !== undefined) placed.push({ operation, at });
        else if (to < Number.POSITIVE_INFINITY) {
          this.found(`durability: ${nameOf(command)} was acknowledged, but is in no slot`);
        }
      } else if (to < Number.POSITIVE_INFINITY && this.readsAreLinearizable) {
        const at = place.get(result);
        if (at === undefined) this.found(`reads: ${nameOf(command)} saw ${result}, which was never written`);
        else placed.push({ operation, at });
      }
    }
    this.checkRealTime(placed);
  }

  /** Operations on one key, ordered by what they wrote or saw, must not be the wrong way round in time. */
  private checkRealTime(placed: readonly { operation: Operation; at: number }[]): void {
    for (const a of placed) {
      for (const b of placed) {
        const [first, second] = [a.operation, b.operation];
        if (first.command.key !== second.command.key || first.to >= second.from) continue;
        // `first` was over before `second` began. A read may see what the write just before it wrote, no less.
        const late = second.command.kind === 'write' ? a.at >= b.at : a.at > b.at;
        if (late && first !== second) {
          const [x, y] = [nameOf(first.command), nameOf(second.command)];
          this.found(
            `reads: ${y} (${second.result}) began after ${x} (${first.result}) was over, yet comes before it`,
          );
        }
      }
    }
  }

  found(what: string): void {
    if (this.violations.length < 5) this.violations.push(what);
  }
}

function nameOf({ client, seq, kind }: Command): string {
  return kind === 'write' || client >= 0 ? `${client}#${seq}` : 'no-op';
}
