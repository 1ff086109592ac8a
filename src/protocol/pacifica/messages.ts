import type { Result } from '../answering.js';
import type { ManagerMessage, ManagerRecord } from '../configuration-messages.js';
import type { Command } from '../contract/machine.js';
import type { LinkedEntry } from '../log/linked.js';
import type { LinkedSnapshot } from '../log/linked-snapshots.js';
import type { Configuration } from './configuration.js';

/** What replicas say to each other, and what they keep on disk. All of it is immutable. */

/** One record of the prepared list, and on disk. Its reign is that in which it was first prepared: `Configuration.since`. */
export type Entry = LinkedEntry;

/** The committed state below a slot: a checkpoint of the paper's. */
export type Snapshot = LinkedSnapshot;

// ── The data: primary and secondaries ────────────────────────────────────────────────────────────────────

/** "My list from slot `first` on goes like this." */
export interface Prepare {
  readonly type: 'prepare';
  readonly configuration: Configuration;
  /** How long the list was when this reign began. */
  readonly start: number;
  readonly first: number;
  /** The reign of my entry in slot first − 1. */
  readonly prev: number;
  readonly entries: readonly Entry[];
  /** Slots below this are committed. */
  readonly committed: number;
}

/** "My list is yours below slot `upTo`, and on my disk." */
export interface Prepared {
  readonly type: 'prepared';
  readonly since: number;
  readonly upTo: number;
}

/** "Grant me another lease. My list goes to `end`." To all replicas, in the configuration or not. */
export interface Beacon {
  readonly type: 'beacon';
  readonly configuration: Configuration;
  readonly start: number;
  readonly round: number;
  /** When it was sent, by the primary's clock. */
  readonly sentAt: number;
  readonly end: number;
  readonly committed: number;
  /** Slots below this need be kept for nobody. */
  readonly cut: number;
}

/** "Granted." The beacon's round, times and ends returned, and what I have. */
export interface Granted {
  readonly type: 'granted';
  readonly since: number;
  readonly round: number;
  readonly sentAt: number;
  readonly end: number;
  readonly committed: number;
  /** My list is yours below this slot, and that much of it is on disk. */
  readonly matched: number;
  readonly upTo: number;
  readonly executed: number;
}

/** The committed state, for a replica that lacks what the primary has cut off. */
export interface Restore {
  readonly type: 'restore';
  readonly configuration: Configuration;
  readonly start: number;
  readonly snapshot: Snapshot;
}

export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

export type PacificaManagerMessage = ManagerMessage<Configuration>;
export type PacificaManagerRecord = ManagerRecord<Configuration>;

export type PacificaMessage =
  | Prepare
  | Prepared
  | Beacon
  | Granted
  | Restore
  | Forward
  | Result
  | PacificaManagerMessage;
