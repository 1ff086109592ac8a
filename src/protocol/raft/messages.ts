import type { Command } from '../contract/machine.js';
import type { ReadonlyReplicatedMap } from '../replicated-map.js';

/**
 * What replicas say to each other, and what they keep on disk. All of it is immutable: one object may be in several
 * replicas' hands at once. Every message but `forward` and `readable` carries its sender's term.
 */

/** A command with the term in which a leader took it, and the term of the entry before it. Also a record on disk. */
export interface Entry {
  readonly term: number;
  readonly previous: number;
  readonly command: Command;
  /** Where the entry changes the group: who is in it from here on (bit i: replica i). The command does nothing then. */
  readonly members?: number;
}

/** All that executing the slots below `executed` has left behind; also a record on disk. */
export interface Snapshot extends ReadonlyReplicatedMap {
  /** The first slot that is not in it. */
  readonly executed: number;
  /** The term of the last slot that is. */
  readonly lastTerm: number;
  /** Who is in the group (bit i: replica i). */
  readonly members: number;
}

// ── Elections ────────────────────────────────────────────────────────────────────────────────────────────

/** "Would you vote for me in the next term? My log ends at slot `end`, its last entry is of term `last`." */
export interface PreVote {
  readonly type: 'pre-vote';
  readonly term: number;
  readonly end: number;
  readonly last: number;
  /** Slots below this are committed, as far as the asker knows; told where somebody keeps a log and never leads. */
  readonly commit?: number;
}

/** "I would." `term` is the asker's. */
export interface WouldVote {
  readonly type: 'would-vote';
  readonly term: number;
}

/** "Vote for me in this term." */
export interface RequestVote {
  readonly type: 'request-vote';
  readonly term: number;
  readonly end: number;
  readonly last: number;
  /** "The leader before has told me to, and leads no more." */
  readonly summoned?: true;
  /** As in `pre-vote`. */
  readonly commit?: number;
}

/** "You have my vote, and it is on my disk." */
export interface Vote {
  readonly type: 'vote';
  readonly term: number;
  /** For how long (ms) another leader may still have a lease that we have helped to renew; absent: none has. */
  readonly left?: number;
}

/** "Not you: my log is ahead of yours. I never lead, so take what you lack, and ask again." `term` is the asker's. */
export interface Ahead {
  readonly type: 'ahead';
  readonly term: number;
  /** Where our log no longer reaches back to what is known to be the same. */
  readonly snapshot: Snapshot | null;
  /** Entries of the slots from `from` on, and the term of the one before. */
  readonly from: number;
  readonly previous: number;
  readonly entries: readonly Entry[];
}

/** "Your term is over: I know of this one." */
export interface Newer {
  readonly type: 'newer';
  readonly term: number;
}

/** "Let me lead in your place." */
export interface HandOver {
  readonly type: 'hand-over';
  readonly term: number;
}

/** "You have all of my log, and I lead no more: ask for votes at once." */
export interface TimeoutNow {
  readonly type: 'timeout-now';
  readonly term: number;
}

// ── Replication ──────────────────────────────────────────────────────────────────────────────────────────

/** "Put these entries into slots `from` and up, if the entry before them is of term `previous` in your log, too." */
export interface Append {
  readonly type: 'append';
  readonly term: number;
  readonly from: number;
  readonly previous: number;
  readonly entries: readonly Entry[];
  /** Slots below this are committed. */
  readonly commit: number;
}

/** "Below `match` my log is yours, and on my disk." */
export interface Appended {
  readonly type: 'appended';
  readonly term: number;
  readonly match: number;
}

/** "The entry before `from` is not the one in my log; try from `hint`." */
export interface Missing {
  readonly type: 'missing';
  readonly term: number;
  readonly from: number;
  readonly hint: number;
}

/** "All slots below `commit` are committed." */
export interface Commit {
  readonly type: 'commit';
  readonly term: number;
  readonly commit: number;
}

/** "I lead still": an `append` without entries, numbered, for leases and reads. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly term: number;
  readonly from: number;
  readonly previous: number;
  readonly commit: number;
  readonly round: number;
  /** When it was sent, by the leader's clock; comes back in the answer. */
  readonly sentAt: number;
  /** Slots below this need be kept for nobody. */
  readonly cut: number;
}

/** "I follow you still." */
export interface Following {
  readonly type: 'following';
  readonly term: number;
  readonly round: number;
  readonly sentAt: number;
  /** As in `appended`. */
  readonly match: number;
  readonly executed: number;
}

/** "Start from this: I no longer have what comes before." Answered by `appended`. */
export interface Install {
  readonly type: 'snapshot';
  readonly term: number;
  readonly snapshot: Snapshot;
}

// ── Between the replica a client talks to and the leader ─────────────────────────────────────────────────

export interface Forward {
  readonly type: 'forward';
  readonly command: Command;
}

/** "You may answer this read from your own store, once you have executed all slots below `index`." */
export interface Readable {
  readonly type: 'readable';
  readonly client: number;
  readonly seq: number;
  readonly index: number;
}

export type RaftMessage =
  | PreVote
  | WouldVote
  | RequestVote
  | Vote
  | Ahead
  | Newer
  | HandOver
  | TimeoutNow
  | Append
  | Appended
  | Missing
  | Commit
  | Heartbeat
  | Following
  | Install
  | Forward
  | Readable;
