import type { Result } from '../answering.js';
import type { Command } from '../contract/machine.js';
import type { ReadonlyReplicatedMap } from '../replicated-map.js';

/**
 * What replicas say to each other, and what they keep on disk. All of it is immutable: one object may be in several
 * replicas' hands at once.
 */

/** A value with the ballot in which it was proposed: what an acceptor accepts in a slot, and its record on disk. */
export interface Entry {
  readonly ballot: number;
  readonly command: Command;
}

/** All that executing the slots below `executed` has left behind; also a record on disk. */
export interface Snapshot extends ReadonlyReplicatedMap {
  /** The first slot that is not in it. */
  readonly executed: number;
  /** The highest ballot its maker had promised or accepted: the log that said so may be gone. */
  readonly ballot: number;
}

// ── Phase 1 ──────────────────────────────────────────────────────────────────────────────────────────────

/** "Promise not to take part in lower ballots, and tell me what you have accepted from slot `from` on." */
export interface Prepare {
  readonly type: 'prepare';
  readonly ballot: number;
  readonly from: number;
  /** "The leader of this ballot has told me to, and leads no more." */
  readonly summonedBy?: number;
}

/** The promise. entries[k] is what was accepted in slot first + k; below slot `executed` they are known to be chosen. */
export interface Promised {
  readonly type: 'promise';
  readonly ballot: number;
  readonly executed: number;
  /** Where the log no longer reaches back to the slot that was asked for. */
  readonly snapshot: Snapshot | null;
  readonly first: number;
  readonly entries: readonly (Entry | null)[];
  /** For how long (ms) another leader may still have a lease that we have helped to renew; absent: none has. */
  readonly left?: number;
}

// ── Phase 2 ──────────────────────────────────────────────────────────────────────────────────────────────

/** "Accept this in that slot." */
export interface Accept {
  readonly type: 'accept';
  readonly slot: number;
  readonly entry: Entry;
}

/** "I have it on disk." */
export interface Accepted {
  readonly type: 'accepted';
  readonly ballot: number;
  readonly slot: number;
}

/** "I have promised a higher ballot than yours." */
export interface Nack {
  readonly type: 'nack';
  readonly ballot: number;
  readonly promised: number;
}

// ── What the leader tells ────────────────────────────────────────────────────────────────────────────────

/** "All slots below `chosen` are chosen." */
export interface Commit {
  readonly type: 'commit';
  readonly ballot: number;
  readonly chosen: number;
}

/** "I lead still"; one numbered round of them also renews the lease and confirms reads. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly ballot: number;
  readonly round: number;
  /** When it was sent, by the leader's clock; comes back in the answer. */
  readonly sentAt: number;
  readonly chosen: number;
  /** Slots below this need be kept for nobody. */
  readonly cut: number;
}

/** "I follow you still." */
export interface Following {
  readonly type: 'following';
  readonly ballot: number;
  readonly round: number;
  readonly sentAt: number;
  readonly executed: number;
}

/** "Lead in my place: I lead no more." */
export interface TakeOver {
  readonly type: 'take-over';
  readonly ballot: number;
}

// ── Catching up ──────────────────────────────────────────────────────────────────────────────────────────

/** "I miss the slots from `from` on." */
export interface Learn {
  readonly type: 'learn';
  readonly from: number;
}

/** Chosen entries of the slots from `first` on; the sender has executed all below `executed`. */
export interface Chosen {
  readonly type: 'chosen';
  readonly first: number;
  readonly entries: readonly (Entry | null)[];
  readonly executed: number;
}

/** The answer to `learn` where the log no longer reaches back that far. */
export interface Install {
  readonly type: 'snapshot';
  readonly snapshot: Snapshot;
  readonly executed: number;
}

// ── Between the replica a client talks to and the leader ─────────────────────────────────────────────────

export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

export type PaxosMessage =
  | Prepare
  | Promised
  | Accept
  | Accepted
  | Nack
  | Commit
  | Heartbeat
  | Following
  | TakeOver
  | Learn
  | Chosen
  | Install
  | Forward
  | Result;
