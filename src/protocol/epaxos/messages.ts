import type { Command } from '../contract/machine.js';
import { NO_OP } from '../replicated-map.js';

/** What is agreed on about an instance: a command, and where in the order it stands (SOSP 2013, §4.2). */
export interface Attributes {
  readonly command: Command;
  /** Higher than that of every interfering command known; breaks cycles of dependencies. */
  readonly seq: number;
  /** Of each row, the number of the last instance that this one depends on (and so on every interfering one before); −1: none. */
  readonly deps: readonly number[];
}

/** What an instance is given up for. */
export const NOTHING: Attributes = { command: NO_OP, seq: 0, deps: [] };

/** How far an instance has come at one replica. */
export const UNSEEN = 0;
export const PRE_ACCEPTED = 1;
export const ACCEPTED = 2;
export const COMMITTED = 3;
export const EXECUTED = 4;

export interface PreAccept {
  readonly type: 'pre-accept';
  readonly slot: number;
  readonly initial: Attributes;
}

export interface PreAccepted {
  readonly type: 'pre-accepted';
  readonly slot: number;
  readonly seq: number;
  readonly deps: readonly number[];
  /** Rows in which everything that it depends on was known to be committed, as a mask. */
  readonly covered: number;
}

export interface Accept {
  readonly type: 'accept';
  readonly slot: number;
  readonly ballot: number;
  readonly value: Attributes;
}

export interface Accepted {
  readonly type: 'accepted';
  readonly slot: number;
  readonly ballot: number;
}

export interface Commit {
  readonly type: 'commit';
  readonly slot: number;
  readonly value: Attributes;
}

export interface Prepare {
  readonly type: 'prepare';
  readonly slot: number;
  readonly ballot: number;
}

export interface Promised {
  readonly type: 'promise';
  readonly slot: number;
  readonly ballot: number;
  readonly status: number;
  /** The ballot in which `value` was pre-accepted or accepted. */
  readonly votedIn: number;
  readonly initial: Attributes | null;
  readonly value: Attributes | null;
  /** From its command leader, alive since it proposed it: it has not committed it and, having promised, never will. */
  readonly undecided: boolean;
}

export interface TryPreAccept {
  readonly type: 'try-pre-accept';
  readonly slot: number;
  readonly ballot: number;
  readonly initial: Attributes;
}

export interface Tried {
  readonly type: 'tried';
  readonly slot: number;
  readonly ballot: number;
  readonly objections: Objections;
}

/** What speaks against an instance's having been committed with its initial attributes. */
export interface Objections {
  /** It was not: an interfering command is committed that would have to be in its dependencies. */
  readonly against: boolean;
  /** Interfering instances under way, not in its dependencies as it is not in theirs. */
  readonly unordered: readonly number[];
  /** Interfering instances under way, in its dependencies, whose seq may turn out not to be below its own. */
  readonly notBelow: readonly number[];
}

export interface Nack {
  readonly type: 'nack';
  readonly slot: number;
  readonly promised: number;
}

export interface Heartbeat {
  readonly type: 'heartbeat';
  /** Of each row, the first instance that is not executed here. */
  readonly executed: readonly number[];
  /** The same, by this replica's latest snapshot on disk: it will never ask for anything before. */
  readonly safe: readonly number[];
  /** Own instances up to this number may be known to others and not to their leader; −1: none. */
  readonly floor: number;
}

export interface Learn {
  readonly type: 'learn';
  readonly slots: readonly number[];
}

export interface Commits {
  readonly type: 'commits';
  readonly slots: readonly number[];
  readonly values: readonly Attributes[];
}

export type EpaxosMessage =
  | PreAccept
  | PreAccepted
  | Accept
  | Accepted
  | Commit
  | Prepare
  | Promised
  | TryPreAccept
  | Tried
  | Nack
  | Heartbeat
  | Learn
  | Commits;

/** The same place in the order? (The command of an instance is the same anyway.) */
export function sameOrder(a: Pick<Attributes, 'seq' | 'deps'>, b: Pick<Attributes, 'seq' | 'deps'>): boolean {
  if (a.seq !== b.seq || a.deps.length !== b.deps.length) return false;
  for (let row = 0; row < a.deps.length; row++) if (a.deps[row] !== b.deps[row]) return false;
  return true;
}

/** Commands interfere where executing them the other way round could make a difference: on one key, not both reads. */
export function interferes(a: Command, b: Command): boolean {
  return a.key === b.key && (a.kind === 'write' || b.kind === 'write');
}
