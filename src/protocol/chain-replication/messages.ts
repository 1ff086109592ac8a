import type { ManagerMessage, ManagerRecord } from '../configuration-messages.js';
import type { Command } from '../contract/machine.js';
import type { LinkedEntry } from '../log/linked.js';
import type { LinkedSnapshot } from '../log/linked-snapshots.js';
import type { Configuration } from './configuration.js';

/** What replicas say to each other, and what they keep on disk. All of it is immutable. */

/** One update in the history, and on disk. Its reign is that of the head that put it there: `Configuration.headSince`. */
export type Entry = LinkedEntry;

/** The committed state below a slot. */
export type Snapshot = LinkedSnapshot;

// ── Along the chain ──────────────────────────────────────────────────────────────────────────────────────

/** Down, from each to its successor: "my history from slot `first` on goes like this". By the tail, to candidates too. */
export interface Update {
  readonly type: 'update';
  readonly configuration: Configuration;
  readonly first: number;
  /** The head of my entry in slot first − 1. */
  readonly prev: number;
  readonly entries: readonly Entry[];
}

/** Up, from each to its predecessor, begun by the tail: "the tail has all below this slot". */
export interface Ack {
  readonly type: 'ack';
  readonly upTo: number;
}

/** Down: "have you all of my history below `end`?" */
export interface Link {
  readonly type: 'link';
  readonly configuration: Configuration;
  readonly end: number;
}

/** Up: "I have it below `matched`", of what should be there below `end`. */
export interface Linked {
  readonly type: 'linked';
  readonly version: number;
  readonly end: number;
  readonly matched: number;
  /** "I know how much there is, and can tell others." */
  readonly knows: boolean;
  /** Not an answer: "tell me". */
  readonly asks: boolean;
}

/** Down: the committed state, for a replica that lacks what the sender has cut off. */
export interface Restore {
  readonly type: 'restore';
  readonly configuration: Configuration;
  readonly snapshot: Snapshot;
}

// ── The tail, and all others ─────────────────────────────────────────────────────────────────────────────

/** "Grant me another lease." To all that may be in the chain, in it or not. */
export interface Beacon {
  readonly type: 'beacon';
  readonly configuration: Configuration;
  readonly round: number;
  /** When it was sent, by the tail's clock. */
  readonly sentAt: number;
  /** What candidates were sent goes to this slot. */
  readonly end: number;
  readonly committed: number;
  /** Slots below this need be kept for nobody. */
  readonly cut: number;
}

/** "Granted." The beacon's round, times and ends returned, and what I have. */
export interface Granted {
  readonly type: 'granted';
  readonly tailSince: number;
  readonly round: number;
  readonly sentAt: number;
  readonly end: number;
  readonly committed: number;
  /** My history is the chain's below this slot, and that much of it is on disk. */
  readonly matched: number;
  readonly upTo: number;
  readonly executed: number;
  /** The configuration that I know; and in it my successor has not answered for as long as a lease. */
  readonly version: number;
  readonly severed: boolean;
}

/** A candidate's: "that much is on my disk". */
export interface Held {
  readonly type: 'held';
  readonly version: number;
  readonly upTo: number;
}

/** A client's command, to the head or the tail. */
export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

export type ChainManagerMessage = ManagerMessage<Configuration>;
export type ChainManagerRecord = ManagerRecord<Configuration>;

export type ChainMessage =
  | Update
  | Ack
  | Link
  | Linked
  | Restore
  | Beacon
  | Granted
  | Held
  | Forward
  | ChainManagerMessage;
