import { NO_BALLOT } from './ballot.js';
import type { Entry } from './messages.js';

/**
 * The part of the log that a replica still holds: arrays that start at slot `base`. Everything below is in the
 * snapshot. Slots may be empty: messages come in any order.
 */
export interface Log {
  base: number;
  entries: (Entry | null)[];
  /** Of each slot: the ballot whose entry is on disk; minus that ballot while it is being written; 0: neither. */
  written: number[];
}

/** The first slot after all that it holds anything in. */
export function logEnd(log: Log): number {
  return log.base + log.entries.length;
}

export function entryAt(log: Log, slot: number): Entry | null {
  const i = slot - log.base;
  return i >= 0 && i < log.entries.length ? log.entries[i] : null;
}

/** Puts an entry into a slot at or above `base`. */
export function putEntry(log: Log, slot: number, entry: Entry): void {
  const i = slot - log.base;
  while (log.entries.length <= i) {
    log.entries.push(null);
    log.written.push(NO_BALLOT);
  }
  log.entries[i] = entry;
}

/** Drops the slots below `base`. */
export function cutLog(log: Log, base: number): void {
  if (base <= log.base) return;
  log.entries.splice(0, base - log.base);
  log.written.splice(0, base - log.base);
  log.base = base;
}
