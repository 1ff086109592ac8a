import type { Command } from '../contract.js';

/** What replicas say to each other, and what they keep on disk. All of it is immutable. */

/**
 * One record of the log, and on disk. In one epoch one primary fills each slot once and in order, so (slot, epoch) names
 * an entry, and by `prev` all entries before it.
 */
export interface Entry {
  readonly epoch: number;
  /** The epoch of the entry before; NO_EPOCH in slot 0. */
  readonly prev: number;
  readonly command: Command;
}

/** "This is my log from slot `first` on." Nothing but a question whether it fits where there are no entries. */
export interface Append {
  readonly type: 'append';
  readonly epoch: number;
  readonly first: number;
  /** The epoch of my entry in slot first − 1. */
  readonly prev: number;
  readonly entries: readonly Entry[];
  /** Slots below this are committed. */
  readonly committed: number;
}

/** "My log is yours below slot `upTo`, and on my disk." */
export interface Flushed {
  readonly type: 'flushed';
  readonly epoch: number;
  readonly upTo: number;
}

/** "I am the primary still, and have slots below `end`." */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly epoch: number;
  readonly round: number;
  readonly end: number;
  readonly committed: number;
}

/** The answer to a heartbeat, its round and end returned. */
export interface Status {
  readonly type: 'status';
  readonly epoch: number;
  readonly round: number;
  readonly end: number;
  /** My log is yours below this slot, it goes on (perhaps otherwise) to `length`, its last entry is of epoch `last`. */
  readonly matched: number;
  readonly length: number;
  readonly last: number;
  readonly upTo: number;
}

/** "There is a later primary than you: that of `epoch`." */
export interface Stale {
  readonly type: 'stale';
  readonly epoch: number;
}

/** The operator's order to a backup: be the primary of this epoch. */
export interface Promote {
  readonly type: 'promote';
  readonly epoch: number;
}

export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

export interface Result {
  readonly type: 'result';
  readonly client: number;
  readonly seq: number;
  readonly result: number;
}

export type PrimaryBackupMessage = Append | Flushed | Heartbeat | Status | Stale | Promote | Forward | Result;
