import type { Entry } from './messages.js';

/**
 * The part of the log that a replica still holds: arrays that start at slot `base`. Everything below is in the
 * snapshot. There are no holes.
 */
export interface Log {
  base: number;
  /** The term of slot base − 1; 0 where there is none. */
  baseTerm: number;
  entries: Entry[];
  /** Of each slot: a term if its entry is on disk; minus the term in which it was handed to the disk while it is not. */
  written: number[];
}

/** The slot after the last entry. */
export function endOf(log: Log): number {
  return log.base + log.entries.length;
}

/** The entry of a slot within the log. */
export function entryAt(log: Log, slot: number): Entry {
  return log.entries[slot - log.base];
}

/** The term of the entry before `slot`, which lies within base … end. */
export function termBefore(log: Log, slot: number): number {
  return slot === log.base ? log.baseTerm : log.entries[slot - 1 - log.base].term;
}

/** The last entry's term. */
export function lastTerm(log: Log): number {
  return termBefore(log, endOf(log));
}

/** Adds an entry that is being written in this term. */
export function append(log: Log, entry: Entry, term: number): void {
  log.entries.push(entry);
  log.written.push(-term);
}

/** Drops the entries from `slot` on. */
export function truncate(log: Log, slot: number): void {
  log.entries.length = slot - log.base;
  log.written.length = slot - log.base;
}

/** Drops the slots below `base`, which is at most the end. */
export function cutLog(log: Log, base: number): void {
  if (base <= log.base) return;
  const term = termBefore(log, base);
  log.entries.splice(0, base - log.base);
  log.written.splice(0, base - log.base);
  log.base = base;
  log.baseTerm = term;
}

/** The first slot from `from` on that is not on disk. */
export function writtenFrom(log: Log, from: number): number {
  let slot = from;
  while (slot >= log.base && slot < endOf(log) && log.written[slot - log.base] > 0) slot++;
  return slot;
}

/** Is the entry before `end` here, and of this term? Then all before it are the same, too. */
export function holdsUpTo(log: Log, end: number, term: number): boolean {
  return end >= log.base && end <= endOf(log) && termBefore(log, end) === term;
}
