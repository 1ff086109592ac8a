import { SNAPSHOT } from '../contract/machine.js';
import { VERSIONS } from '../log/token.js';
import { append, emptyLog, type Log } from './log.js';
import type { Entry, Snapshot } from './messages.js';
import { NOBODY } from './state.js';

/**
 * What is on disk, and under which keys: the term with the vote, the snapshot, and each slot's entry (keys 0 and up).
 * "Persistent state on all servers", Ongaro and Ousterhout, Figure 2.
 */

/** Key of the current term and the vote given in it. */
export const BALLOT = -1;

/** Key of the snapshot. */
export { SNAPSHOT };

/** The record under BALLOT: `vote` is the replica voted for in `term`, or NOBODY. */
export interface Ballot {
  readonly term: number;
  readonly vote: number;
}

/** Terms there are: a vote's number is twice its term, and a token holds no higher one. */
export const TERMS = VERSIONS / 2 - 1;

/**
 * The version of an entry in a token is the replica's term when it was handed to the disk: within one term no slot is written
 * twice, for the leader's log only grows (Leader Append-Only, §5.3) and what contradicts it is replaced once.
 *
 * This is the version of one that is handed to us before any leader of the term is heard, who may replace it.
 */
export function handed(term: number): number {
  return TERMS + 1 + term;
}

/** The version of a ballot: later ones are higher, for a vote once given stands for the term. */
export function numberOf({ term, vote }: Ballot): number {
  return 2 * term + (vote === NOBODY ? 0 : 1);
}

/** What a replica finds after a crash. */
export interface Recovered {
  readonly ballot: Ballot;
  readonly snapshot: Snapshot | null;
  /** From the end of the snapshot on; all of it is on disk. */
  readonly log: Log;
}

/**
 * Reads the disk. A suffix of the log that was replaced is not erased there, its slots are only overwritten as new
 * entries come; and writes may finish out of order. So each entry carries the term of the one before it, and the log
 * ends where that no longer fits. Nothing can fit by chance: entries of one slot and term are the same, and so is all
 * that precedes them (Log Matching, §5.3).
 *
 * @param everyone the group at the very first
 */
export function recover(durable: ReadonlyMap<number, unknown>, everyone: number): Recovered {
  const ballot = (durable.get(BALLOT) as Ballot | undefined) ?? { term: 0, vote: NOBODY };
  const snapshot = (durable.get(SNAPSHOT) as Snapshot | undefined) ?? null;
  const base = snapshot?.executed ?? 0;
  const log = emptyLog(base, snapshot?.lastTerm ?? 0, snapshot?.members ?? everyone);
  let last = log.baseTerm;
  for (;;) {
    const entry = durable.get(base + log.entries.length) as Entry | undefined;
    if (entry === undefined || entry.previous !== last) return { ballot, snapshot, log };
    append(log, entry, entry.term);
    last = entry.term;
  }
}
