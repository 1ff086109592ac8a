import type { Result } from '../answering.js';
import type { Command } from '../contract/machine.js';
import type { ReadonlyReplicatedMap } from '../replicated-map.js';

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

/** All that executing the slots below `executed` has left behind; also a record on disk. */
export interface Snapshot extends ReadonlyReplicatedMap {
  /** The first slot that is not in it, and the epoch of the last that is. */
  readonly executed: number;
  readonly last: number;
  /** The epoch whose primary has the slots below `executed` like that. */
  readonly under: number;
}

/** A log without its commands: which epoch wrote its slots from `from` on, up to the next run. */
export interface Outline {
  readonly base: number;
  readonly baseEpoch: number;
  readonly runs: readonly { readonly from: number; readonly epoch: number }[];
  readonly end: number;
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
  /** Slots below this need be kept for nobody. */
  readonly cut: number;
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

/** "Begin with this: I no longer have what comes before." */
export interface Install {
  readonly type: 'snapshot';
  readonly epoch: number;
  readonly snapshot: Snapshot;
}

/** "I am about to be the primary of this epoch. Follow no earlier one, and give me what I lack." */
export interface Survey {
  readonly type: 'survey';
  readonly epoch: number;
  readonly executed: number;
  readonly log: Outline;
}

/**
 * The answer, once the epoch is on disk: "my log ends at `end`, with an entry of epoch `last`". If that is more recent than
 * the asker's: what to put there from slot `first` on; and if that is not enough, what to begin anew with.
 */
export interface Holding {
  readonly type: 'holding';
  readonly epoch: number;
  readonly last: number;
  readonly end: number;
  readonly first: number;
  readonly entries: readonly Entry[];
  readonly anew: boolean;
  readonly snapshot: Snapshot | null;
}

export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

export type PrimaryBackupMessage =
  | Append
  | Flushed
  | Heartbeat
  | Status
  | Stale
  | Install
  | Survey
  | Holding
  | Forward
  | Result;
