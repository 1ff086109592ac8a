import type { Command } from '../contract/machine.js';
import type { ReadonlyReplicatedMap } from '../replicated-map.js';

/** What replicas say to each other, and what they keep on disk. All of it is immutable. */

/** What the owner of a slot suggests in it; also a record on disk, under the slot's number. */
export interface Entry {
  readonly command: Command;
  /** The owner's slots from this one up to the suggested one are skipped. */
  readonly after: number;
}

/** "My slots from `from` up to `to` are skipped: I have suggested nothing there and never shall." */
export interface Skip {
  readonly from: number;
  readonly to: number;
}

/** A value in a slot of a revoked range; slots of the range that are not named hold no-ops. */
export interface Value {
  readonly slot: number;
  readonly command: Command;
}

/** What was proposed for the owner's slots from `from` up to `to`, in a ballot of a replica that revoked them. */
export interface Range {
  readonly ballot: number;
  readonly from: number;
  readonly to: number;
  readonly values: readonly Value[];
}

/** Record on disk: the votes about one owner's slots. */
export interface Votes {
  /** No ballot below this is taken part in, in the owner's slots below `to`; suggestions are ballot 0. */
  readonly promised: number;
  readonly to: number;
  readonly ranges: readonly Range[];
}

/** All that executing the slots below `executed` has left behind; also a record on disk. */
export interface Snapshot extends ReadonlyReplicatedMap {
  readonly executed: number;
}

// ── Fault-free ───────────────────────────────────────────────────────────────────────────────────────────

/** The owner's proposal: SUGGEST. `skips` has, of each replica, the last skip that the sender knows of. */
export interface Suggest {
  readonly type: 'suggest';
  readonly slot: number;
  readonly entry: Entry;
  readonly skips: readonly Skip[];
}

/** "I have it on disk"; the sender's own skips ride on it. */
export interface Accepted {
  readonly type: 'accepted';
  readonly slot: number;
  readonly skip: Skip;
}

/** "I have promised to take no part in ballot 0 in your slots below `to`." */
export interface Refused {
  readonly type: 'refused';
  readonly to: number;
}

/** What the owner suggested in `slot` is chosen: LEARN. */
export interface Commit {
  readonly type: 'commit';
  readonly slot: number;
  readonly skips: readonly Skip[];
}

/** Passes on the skips that came too late for the commit. */
export interface Cover {
  readonly type: 'cover';
  readonly skips: readonly Skip[];
}

/** "I am here." */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly executed: number;
  /** Above every slot that anything was suggested in, as far as the sender knows. */
  readonly top: number;
  readonly skip: Skip;
}

// ── Revocation ───────────────────────────────────────────────────────────────────────────────────────────

/** Phase 1 (a), for the owner's slots from `from` up to `to`. */
export interface Prepare {
  readonly type: 'prepare';
  readonly owner: number;
  readonly ballot: number;
  readonly from: number;
  readonly to: number;
}

/** Phase 1 (b): what the owner suggested there that was accepted, and what others did that revoked them. */
export interface Promised {
  readonly type: 'promise';
  readonly owner: number;
  readonly ballot: number;
  readonly suggested: readonly Value[];
  readonly ranges: readonly Range[];
}

/** Phase 2 (a). */
export interface Revoke {
  readonly type: 'revoke';
  readonly owner: number;
  readonly range: Range;
}

/** Phase 2 (b). */
export interface Agreed {
  readonly type: 'agreed';
  readonly owner: number;
  readonly ballot: number;
}

/** A higher ballot, or a longer range, was promised. */
export interface Nack {
  readonly type: 'nack';
  readonly owner: number;
  readonly ballot: number;
  readonly promised: number;
  readonly to: number;
}

/** The range is chosen. */
export interface Revoked {
  readonly type: 'revoked';
  readonly owner: number;
  readonly range: Range;
}

// ── Catching up ──────────────────────────────────────────────────────────────────────────────────────────

export interface Learn {
  readonly type: 'learn';
  readonly from: number;
}

/** What is chosen in the slots from `first` on, as far as the sender knows; it has executed all below `executed`. */
export interface Chosen {
  readonly type: 'chosen';
  readonly first: number;
  readonly commands: readonly (Command | null)[];
  readonly executed: number;
}

/** Where the log no longer reaches back that far. */
export interface Install {
  readonly type: 'snapshot';
  readonly snapshot: Snapshot;
  readonly executed: number;
}

export type MenciusMessage =
  | Suggest
  | Accepted
  | Refused
  | Commit
  | Cover
  | Heartbeat
  | Prepare
  | Promised
  | Revoke
  | Agreed
  | Nack
  | Revoked
  | Learn
  | Chosen
  | Install;
