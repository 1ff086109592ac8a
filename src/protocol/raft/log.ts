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
  /** Of each slot: positive if its entry is on disk; minus the version (see records.ts) handed to the disk while it is not. */
  written: number[];
  /** The group as of `base`, and as each entry from there on changes it; the last is in use (see membership.ts). */
  configurations: Configuration[];
}

/** Who is in the group (bit i: replica i), by the entry of which slot. */
export interface Configuration {
  readonly slot: number;
  readonly members: number;
}

/** The group of all n replicas, which is that at the very first. */
export function everyone(n: number): number {
  return 2 ** n - 1;
}

/** A log of which nothing is here below `base`. */
export function emptyLog(base: number, baseTerm: number, members: number): Log {
  return { base, baseTerm, entries: [], written: [], configurations: [{ slot: base - 1, members }] };
}

/** The group in use: the latest in the log, committed or not (dissertation §4.1). */
export function configurationOf({ configurations }: Log): Configuration {
  return configurations[configurations.length - 1];
}

/** The group as the entries below `end` leave it. */
export function membersBelow({ configurations }: Log, end: number): number {
  let k = configurations.length - 1;
  while (k > 0 && configurations[k].slot >= end) k--;
  return configurations[k].members;
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

/** Adds an entry; `written` as in Log. A change of the group is in use from here on. */
export function append(log: Log, entry: Entry, written: number): void {
  if (entry.members !== undefined) log.configurations.push({ slot: endOf(log), members: entry.members });
  log.entries.push(entry);
  log.written.push(written);
}

/** Drops the entries from `slot` on, and goes back to the group before them. */
export function truncate(log: Log, slot: number): void {
  while (configurationOf(log).slot >= slot) log.configurations.pop();
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
  const later = log.configurations.findIndex(({ slot }) => slot >= base);
  log.configurations.splice(0, (later < 0 ? log.configurations.length : later) - 1);
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
