import type { Command } from '../contract/machine.js';
import type { ReadonlyReplicatedMap } from '../replicated-map.js';

/**
 * What replicas say to each other and to clients, and what they keep on disk. All of it is immutable: one object may be
 * in several hands at once.
 */

/** A vote: a command and the round in which it is voted for. An acceptor's record of a slot on disk. */
export interface Entry {
  readonly round: number;
  readonly command: Command;
}

/** All that executing the slots below `executed` has left behind; also a record on disk. */
export interface Snapshot extends ReadonlyReplicatedMap {
  /** The first slot that is not in it. */
  readonly executed: number;
  /** The highest ballot its maker had promised or voted in: the log that said so may be gone. */
  readonly ballot: number;
}

// ── Phase 1 ──────────────────────────────────────────────────────────────────────────────────────────────

/** "Take part in no lower ballot, and tell me how you have voted from slot `from` on." (1a) */
export interface Prepare {
  readonly type: 'prepare';
  readonly ballot: number;
  readonly from: number;
}

/** The promise (1b). entries[k] is the last vote cast in slot first + k, or what is known to be chosen there. */
export interface Promised {
  readonly type: 'promise';
  readonly ballot: number;
  /** Where the log no longer reaches back to the slot that was asked for. */
  readonly snapshot: Snapshot | null;
  readonly first: number;
  readonly entries: readonly (Entry | null)[];
}

// ── Phase 2 of a fast round ──────────────────────────────────────────────────────────────────────────────

/** "From slot `from` on, vote for any command that a client sends you." (2a with the special value *any*, §3.1) */
export interface Any {
  readonly type: 'any';
  readonly ballot: number;
  readonly from: number;
  /** What I have put into slots before: not to be voted for again. */
  readonly taken: readonly Command[];
}

/** "I have voted for this in that slot, and it is on my disk." (2b of a fast round) */
export interface Voted {
  readonly type: 'voted';
  readonly ballot: number;
  readonly slot: number;
  readonly command: Command;
}

/** A command that has lost its slot, or that you seem not to have got: vote for it as if its client had sent it. */
export interface Propose {
  readonly type: 'propose';
  readonly command: Command;
}

// ── Phase 2 of a classic round ───────────────────────────────────────────────────────────────────────────

/** "Vote for this in that slot." (2a) */
export interface Accept {
  readonly type: 'accept';
  readonly slot: number;
  readonly entry: Entry;
}

/** "I have, and it is on my disk." (2b) */
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

// ── What the coordinator tells ───────────────────────────────────────────────────────────────────────────

/** "These are chosen", in the slots from `first` on. */
export interface Commit {
  readonly type: 'commit';
  readonly ballot: number;
  readonly first: number;
  readonly commands: readonly Command[];
}

/** "I coordinate still." */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly ballot: number;
  /** When it was sent, by the coordinator's clock; comes back in the answer. */
  readonly sentAt: number;
  readonly executed: number;
  /** Slots below this need be kept for nobody. */
  readonly cut: number;
  /** Whoever has missed `any` may vote from this slot on; −1: no fast round. */
  readonly open: number;
}

/** "I follow you still, and have voted in slots below `voted`." All that told so before may have been lost. */
export interface Following {
  readonly type: 'following';
  readonly ballot: number;
  readonly sentAt: number;
  readonly executed: number;
  readonly voted: number;
}

// ── Catching up ──────────────────────────────────────────────────────────────────────────────────────────

/** "I miss the slots from `from` on." */
export interface Learn {
  readonly type: 'learn';
  readonly from: number;
}

/** What is chosen in the slots from `first` on; the sender has executed all below `executed`. */
export interface Chosen {
  readonly type: 'chosen';
  readonly first: number;
  readonly commands: readonly Command[];
  readonly executed: number;
}

/** The answer to `learn` where the log no longer reaches back that far. */
export interface Install {
  readonly type: 'snapshot';
  readonly snapshot: Snapshot;
  readonly executed: number;
}

/** "Coordinate in my stead, you come first: begin a ballot of your own." */
export interface TakeOver {
  readonly type: 'take-over';
  readonly ballot: number;
}

export type FastMessage =
  | Prepare
  | Promised
  | Any
  | Voted
  | Propose
  | Accept
  | Accepted
  | Nack
  | Commit
  | Heartbeat
  | Following
  | Learn
  | Chosen
  | Install
  | TakeOver;

// ── To clients ───────────────────────────────────────────────────────────────────────────────────────────

/** "I have voted for your operation in that slot, in the fast round of that ballot, and it is on my disk." */
export interface Vote {
  readonly type: 'vote';
  readonly seq: number;
  readonly ballot: number;
  readonly slot: number;
}
