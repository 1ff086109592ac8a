import type { EventQueue } from './event-queue.js';

/**
 * Which operation caused what. An event belongs to operation k when k's request, or something that the request
 * brought about, scheduled it; heartbeats and elections belong to none. Spaced loads wait until nothing of an
 * operation is left; traces show what belongs to theirs; both ask here.
 *
 * A timer belongs to an operation only when the operation's handling started it: a running one that is merely
 * pushed back (a heartbeat put off by other traffic, an election timeout) stays what it was.
 *
 * Where nothing asks, `on` is false and none of this runs.
 */
export class Causality {
  /** The operation that the event at hand belongs to, plus one; 0: none. */
  current = 0;
  /** Events and durable writes of any operation that are still to come; timers do not count. */
  pending = 0;

  constructor(
    readonly on: boolean,
    private readonly queue: EventQueue,
  ) {}

  /** The event in this slot was brought about by the one at hand. */
  mark(slot: number): void {
    this.queue.cause[slot] = this.current;
    if (this.current !== 0) this.pending++;
  }

  /** Schedules an event that no operation causes. */
  outside(time: number, kind: number, place: number, mark: number): void {
    this.queue.cause[this.queue.push(time, kind, place, mark, undefined)] = 0;
  }

  /** The event in this slot happens now. */
  enter(slot: number): void {
    this.current = this.queue.cause[slot];
    if (this.current !== 0) this.pending--;
  }
}
