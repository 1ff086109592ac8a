import type { Entry } from './messages.js';

/** The history, as far as it is still held: arrays that start at slot `base`. All below is in the snapshot. */
export interface Log {
  base: number;
  /** The head (`Entry.since`) of the entry in slot base − 1. */
  before: number;
  entries: Entry[];
  /** Of each slot: the token of its write while that is under way, 0 once it is on disk. */
  writing: number[];
  /** Slots below this are on disk, themselves or in the snapshot there: `base` may be above, until a snapshot gets there. */
  flushed: number;
}

/** Before every head: what comes before the first entry. */
export const NO_HEAD = -1;

export function emptyLog(base = 0, before = NO_HEAD, flushed = base): Log {
  return { base, before, entries: [], writing: [], flushed };
}

/** The first slot after all that it holds. */
export function endOf(log: Log): number {
  return log.base + log.entries.length;
}

export function entryAt(log: Log, slot: number): Entry {
  return log.entries[slot - log.base];
}

/** The head (`Entry.since`) of the entry before `slot`, which is at or above `base`. */
export function sinceBefore(log: Log, slot: number): number {
  return slot === log.base ? log.before : log.entries[slot - 1 - log.base].since;
}

/** Puts an entry at the end; `token` is that of its write, 0 where it is on disk. */
export function push(log: Log, entry: Entry, token: number): void {
  log.entries.push(entry);
  log.writing.push(token);
}

/** A write of a slot is done; of an entry that is no longer there this says nothing. True where more of the history is on disk. */
export function onEntryWritten(log: Log, slot: number, token: number): boolean {
  const i = slot - log.base;
  if (i < 0 || log.writing[i] !== token) return false;
  log.writing[i] = 0;
  return raiseFlushed(log, log.flushed);
}

/** All below `end` is on disk, and maybe more. True where more of the history is on disk than before. */
export function raiseFlushed(log: Log, end: number): boolean {
  const before = log.flushed;
  let flushed = Math.max(before, end);
  while (flushed >= log.base && flushed < endOf(log) && log.writing[flushed - log.base] === 0) flushed++;
  log.flushed = flushed;
  return flushed > before;
}

/** Drops the slots from `end` on. Their records stay on disk until others replace them; see `readBack`. */
export function truncate(log: Log, end: number): void {
  log.entries.length = Math.min(log.entries.length, end - log.base);
  log.writing.length = log.entries.length;
  log.flushed = Math.min(log.flushed, end);
}

/** Drops the slots below `base`, which a snapshot has. If that is not on disk yet, no more of the history is than before. */
export function cutLog(log: Log, base: number): void {
  if (base <= log.base) return;
  log.before = sinceBefore(log, base);
  log.entries.splice(0, base - log.base);
  log.writing.splice(0, base - log.base);
  log.base = base;
}

/**
 * The history that the disk holds from `base` on: as far as each entry follows on the one before. Disks may have finished a
 * later write and not an earlier one, and what was dropped may still be there; both show in `prev`.
 */
export function readBack(durable: ReadonlyMap<number, unknown>, base: number, before: number): Log {
  const log = emptyLog(base, before);
  for (let slot = base; ; slot++) {
    const entry = durable.get(slot) as Entry | undefined;
    if (entry === undefined || entry.prev !== sinceBefore(log, slot)) break;
    push(log, entry, 0);
  }
  log.flushed = endOf(log);
  return log;
}
