import { type Entry, NO_TXN } from './messages.js';

/**
 * The committed transactions in the order of their decisions, as far as they are still held: arrays that start at slot
 * `base`. At a participant decisions come in any order, so that slots may be empty.
 */
export interface Log {
  base: number;
  entries: (Entry | null)[];
  onDisk: boolean[];
  /** Slots below this are on disk. */
  flushed: number;
  /** Transaction → slot, of those held. */
  slotOf: Map<number, number>;
}

export function emptyLog(base: number): Log {
  return { base, entries: [], onDisk: [], flushed: base, slotOf: new Map() };
}

/** The first slot after all that it holds anything in. */
export function logEnd(log: Log): number {
  return log.base + log.entries.length;
}

export function entryAt(log: Log, slot: number): Entry | null {
  return log.entries[slot - log.base] ?? null;
}

export function isOnDisk(log: Log, slot: number): boolean {
  return slot < log.base || (log.onDisk[slot - log.base] ?? false);
}

/** Puts an entry into an empty slot at or above `base`. */
export function putEntry(log: Log, slot: number, entry: Entry): void {
  const i = slot - log.base;
  while (log.entries.length <= i) {
    log.entries.push(null);
    log.onDisk.push(false);
  }
  log.entries[i] = entry;
  if (entry.txn !== NO_TXN) log.slotOf.set(entry.txn, slot);
}

export function noteOnDisk(log: Log, slot: number): void {
  const i = slot - log.base;
  if (i < 0) return;
  log.onDisk[i] = true;
  while (log.onDisk[log.flushed - log.base]) log.flushed++;
}

/** Drops the slots below `base`. */
export function cutLog(log: Log, base: number): void {
  if (base <= log.base) return;
  const dropped = log.entries.splice(0, base - log.base);
  log.onDisk.splice(0, base - log.base);
  for (const entry of dropped) if (entry !== null) log.slotOf.delete(entry.txn);
  log.base = base;
}
