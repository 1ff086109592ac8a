import type { Distribution } from '../distribution/distribution.js';
import type { Uniform } from '../distribution/random.js';
import { SNAPSHOT } from '../protocol/contract/machine.js';
import type { Causality } from './causality.js';
import { DISK_DONE } from './event.js';
import type { EventQueue } from './event-queue.js';
import { Records } from './records.js';

/** A write that waits for the disk, or is being written. */
interface Write {
  key: number;
  record: unknown;
  token: number;
  cause: number;
}

/**
 * The disk of one replica: a queue of durable writes served in order, one at a time, or, with group commit, all
 * that wait in one go (DeWitt et al., "Implementation techniques for main memory database systems", SIGMOD 1984).
 * A write that costs nothing still comes back through the queue, at the same instant.
 */
export class Disk {
  /** What slow-disk faults do: every service time is multiplied by this. */
  factor = 1;
  /** What a crash leaves: the latest durable record of each key. */
  readonly durable: Records;

  private ring: Write[] = Array.from({ length: 4 }, idle);
  private head = 0;
  private waiting = 0;
  /** How many, from the head, are being written now. */
  private writing = 0;
  private began = 0;
  private busy = 0;

  constructor(
    private readonly replica: number,
    private readonly fsync: Distribution,
    private readonly uniform: Uniform,
    readonly groupCommit: boolean,
    private readonly queue: EventQueue,
    private readonly causality: Causality,
    /** How long it takes to write a snapshot, or with group commit whatever has one with it. */
    private readonly snapshot: Distribution = fsync,
    /** Records in one page of what it holds. */
    page?: number,
  ) {
    this.durable = new Records(page);
  }

  /**
   * Puts a record into the queue of writes. Returns true where its writing starts at once. With group commit it starts
   * with `settle`, at the end of the step, so that one write carries all records of a step.
   */
  write(key: number, record: unknown, token: number, now: number, incarnation: number): boolean {
    if (this.waiting === this.ring.length) this.grow();
    const write = this.ring[(this.head + this.waiting) & (this.ring.length - 1)];
    this.waiting++;
    write.key = key;
    write.record = record;
    write.token = token;
    write.cause = this.causality.current;
    if (this.causality.on && write.cause !== 0) this.causality.pending++;
    if (this.writing !== 0) return false;
    if (this.groupCommit) return true;
    this.begin(now, incarnation);
    return true;
  }

  /** The machine has done its step: what waits is written, if the disk is idle. */
  settle(now: number, incarnation: number): void {
    if (this.writing === 0 && this.waiting > 0) this.begin(now, incarnation);
  }

  /**
   * The disk finished what it was writing: each record becomes durable, and `done(token)` hears of it in order;
   * then the next write begins. `begins(token, cause)` hears of each record whose writing that is.
   *
   * @param turn the replica has more to do before the next write begins, which it does with `settle`: with group commit
   *   that write then carries what comes of it, too
   */
  complete(
    now: number,
    incarnation: number,
    done: (token: number) => void,
    begins?: (token: number, cause: number) => void,
    turn = false,
  ): void {
    this.busy += now - this.began;
    let left = this.writing;
    if (turn) this.writing = 0;
    for (; left > 0; left--) {
      const write = this.ring[this.head];
      this.head = (this.head + 1) & (this.ring.length - 1);
      this.waiting--;
      if (write.record !== DROPPED) this.durable.set(write.key, write.record);
      const { token, cause } = write;
      write.record = undefined;
      this.causality.current = cause;
      if (this.causality.on && cause !== 0) this.causality.pending--;
      done(token);
    }
    this.writing = 0;
    if (turn || this.waiting === 0) return;
    this.begin(now, incarnation);
    if (begins !== undefined) {
      for (let i = 0; i < this.writing; i++) {
        const write = this.ring[(this.head + i) & (this.ring.length - 1)];
        begins(write.token, write.cause);
      }
    }
  }

  /** Forgets the durable records of keys 0 ≤ key < below, and those that are on their way to the disk. */
  forget(below: number): void {
    for (let i = 0; i < this.waiting; i++) {
      const write = this.ring[(this.head + i) & (this.ring.length - 1)];
      if (write.key >= 0 && write.key < below) write.record = DROPPED;
    }
    this.durable.forget(below);
  }

  get isWriting(): boolean {
    return this.writing !== 0;
  }

  /** How long it was writing until now (ms). */
  worked(now: number): number {
    return this.busy + (this.writing === 0 ? 0 : now - this.began);
  }

  /** A crash: what is not durable is lost, the write in progress included. Returns how many writes that were. */
  crash(now: number): number {
    const lost = this.waiting;
    this.busy = this.worked(now);
    for (let i = 0; i < lost; i++) {
      const write = this.ring[(this.head + i) & (this.ring.length - 1)];
      write.record = undefined;
      if (this.causality.on && write.cause !== 0) this.causality.pending--;
    }
    this.waiting = 0;
    this.writing = 0;
    return lost;
  }

  private begin(now: number, incarnation: number): void {
    this.writing = this.groupCommit ? this.waiting : 1;
    this.began = now;
    const done = now + this.lawOf(this.writing).draw(this.uniform) * this.factor;
    // A disk that never answers (an improper law) just stays busy.
    if (done === Number.POSITIVE_INFINITY) return;
    const slot = this.queue.push(done, DISK_DONE, this.replica, incarnation, undefined);
    this.queue.cause[slot] = 0;
  }

  /** How long the next `count` records take to write, in one go. */
  private lawOf(count: number): Distribution {
    for (let i = 0; i < count; i++)
      if (this.ring[(this.head + i) & (this.ring.length - 1)].key === SNAPSHOT) return this.snapshot;
    return this.fsync;
  }

  private grow(): void {
    const length = this.ring.length;
    const larger: Write[] = [];
    for (let i = 0; i < length; i++) larger.push(this.ring[(this.head + i) & (length - 1)]);
    for (let i = 0; i < length; i++) larger.push(idle());
    this.ring = larger;
    this.head = 0;
  }
}

/** Stands in the queue for a record that was forgotten before it was written: it takes its time and leaves nothing. */
const DROPPED: unique symbol = Symbol('forgotten');

function idle(): Write {
  return { key: 0, record: undefined, token: 0, cause: 0 };
}
