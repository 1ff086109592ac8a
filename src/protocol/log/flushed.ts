import { endOf, type Stretch } from './stretch.js';

/**
 * A log whose entries go to the disk one by one. Disks may finish a later write before an earlier one, so what counts as
 * being on disk ends at the first gap.
 */
export interface FlushedLog<E> extends Stretch<E> {
  /** Of each slot: the token of its write while that is under way, 0 once it is on disk. */
  readonly writing: number[];
  /** Slots below this are on disk, themselves or in the snapshot there: `base` may be above, until a snapshot gets there. */
  flushed: number;
}

/** Puts an entry at the end; `token` is that of its write, 0 where it is on disk. */
export function push<E>(log: FlushedLog<E>, entry: E, token: number): void {
  log.entries.push(entry);
  log.writing.push(token);
}

/** A write of a slot is done. False where that is of an entry that is no longer there, about which it says nothing. */
export function markWritten(log: FlushedLog<unknown>, slot: number, token: number): boolean {
  const i = slot - log.base;
  if (i < 0 || log.writing[i] !== token) return false;
  log.writing[i] = 0;
  return true;
}

/** All below `end` is on disk, and maybe more. True where more of the log is on disk than before. */
export function raiseFlushed(log: FlushedLog<unknown>, end: number): boolean {
  const before = log.flushed;
  let flushed = Math.max(before, end);
  while (flushed >= log.base && flushed < endOf(log) && log.writing[flushed - log.base] === 0) flushed++;
  log.flushed = flushed;
  return flushed > before;
}

/** Drops the slots from `end` on, which is at or above `base`. Their records stay on disk until others replace them. */
export function truncate(log: FlushedLog<unknown>, end: number): void {
  log.entries.length = Math.min(log.entries.length, end - log.base);
  log.writing.length = log.entries.length;
  log.flushed = Math.min(log.flushed, end);
}

/** Drops the slots below `base`, which is at most the end: a snapshot has them. What is on disk does not change by that. */
export function dropBelow(log: FlushedLog<unknown>, base: number): void {
  if (base <= log.base) return;
  log.entries.splice(0, base - log.base);
  log.writing.splice(0, base - log.base);
  log.base = base;
}
