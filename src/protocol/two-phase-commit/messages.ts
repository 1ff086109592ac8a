import type { Result } from '../answering.js';
import type { Command } from '../contract/machine.js';
import type { ReadonlyReplicatedMap } from '../replicated-map.js';

/** What replicas say to each other, and what they keep on disk. All of it is immutable. */

/** "Can you commit this? Lock the key, write it down, and vote." */
export interface Prepare {
  readonly type: 'prepare';
  readonly txn: number;
  readonly command: Command;
  /** The coordinator aborts where a vote is missing for this long (ms). */
  readonly patience: number;
  readonly settled: number;
}

/** Yes: "it is on my disk, and I leave the decision to you." No: "I never will." */
export interface Vote {
  readonly type: 'vote';
  readonly txn: number;
  readonly yes: boolean;
}

/** The decision: "committed, as the one of this slot." From the coordinator, or from any participant that knows it. */
export interface Commit {
  readonly type: 'commit';
  /** NO_TXN in a slot with a filler. */
  readonly txn: number;
  readonly slot: number;
  /** Slots below this are on every replica's disk. */
  readonly settled: number;
}

/** The decision: "aborted." Also where nothing is known of the transaction that it could have been committed by. */
export interface Abort {
  readonly type: 'abort';
  readonly txn: number;
}

/** "I have all decisions below this slot on disk: you need not remember them for me." */
export interface Ack {
  readonly type: 'ack';
  readonly upTo: number;
}

/** "I voted yes and have heard nothing: what became of these?" To the coordinator, later to everybody. */
export interface Inquire {
  readonly type: 'inquire';
  readonly txns: readonly number[];
}

export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

export type CommitMessage = Prepare | Vote | Commit | Abort | Ack | Inquire | Forward | Result;

// ── Durable records ──────────────────────────────────────────────────────────────────────────────────────

/** A committed transaction, under the number of its slot. At the coordinator this record is the decision. */
export interface Entry {
  readonly txn: number;
  readonly command: Command;
}

/** What a participant writes before it votes yes, under the key of a place (see `placeKey`). */
export interface PreparedRecord extends Entry {
  /** 1, 2, 3, … at this replica, so that a snapshot can say which of these records it has outlived. */
  readonly number: number;
  /** When, by this replica's clock (ms). */
  readonly at: number;
}

/** What the log below `executed` comes to, and the part of the log that others may still ask about. */
export interface Snapshot extends ReadonlyReplicatedMap {
  readonly executed: number;
  readonly first: number;
  /** Slots from `first` on, as far as they are decided. */
  readonly entries: readonly (Entry | null)[];
  /** Prepared records up to this number are decided, except those in `open`. */
  readonly prepared: number;
  readonly open: readonly number[];
}

/** No transaction: that of a filler, in a slot whose decision a crash of the coordinator kept off its disk, while that of a later one got there. */
export const NO_TXN = 0;

/** Transactions are numbered by the coordinator's life and within it, so that no number is ever used again. */
const PER_LIFE = 2 ** 32;

/** The first transaction of a life (0, 1, 2, … up to 2²⁰). */
export function firstOf(life: number): number {
  return life * PER_LIFE + 1;
}

/** Key of the coordinator's life: how often it has restarted. */
export const LIFE = -1;
export { SNAPSHOT } from '../contract/machine.js';
/** Key of the highest transaction that this participant has sworn not to vote for. */
export const REFUSED = -3;

/** Prepared records are kept in places that are used again: 0, 1, 2, … below these keys. */
const FIRST_PLACE = -4;

export function placeKey(place: number): number {
  return FIRST_PLACE - place;
}

/** The place of a key, or −1. */
export function placeOf(key: number): number {
  return key > FIRST_PLACE ? -1 : FIRST_PLACE - key;
}
