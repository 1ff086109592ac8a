import type { Command, Effects } from '../contract/machine.js';
import { dropBelow, type FlushedLog, markWritten, push, raiseFlushed, truncate } from './flushed.js';
import { endOf, entryAt } from './stretch.js';
import { beginWrite, type Writes } from './writes.js';

/**
 * A log that one replica at a time fills, in order, and that others copy. Whoever fills it does so in a reign that nobody
 * had before. So (slot, since) names an entry; and as each entry names the reign of the one before, it names by that all
 * entries before it.
 */
export interface LinkedEntry {
  /** The reign in which it was put there. */
  readonly since: number;
  /** That of the entry before; NO_REIGN in slot 0. */
  readonly prev: number;
  readonly command: Command;
}

/** Before every reign: what comes before the first entry. */
export const NO_REIGN = -1;

export interface LinkedLog extends FlushedLog<LinkedEntry> {
  /** The reign of the entry in slot base − 1. */
  before: number;
}

export function emptyLog(base = 0, before = NO_REIGN, flushed = base): LinkedLog {
  return { base, before, entries: [], writing: [], flushed };
}

/** The reign of the entry before `slot`, which lies within base … end. */
export function sinceBefore(log: LinkedLog, slot: number): number {
  return slot === log.base ? log.before : log.entries[slot - 1 - log.base].since;
}

/** Drops the slots below `base`, which a snapshot has. If that is not on disk yet, no more of the log is than before. */
export function cutLog(log: LinkedLog, base: number): void {
  if (base <= log.base) return;
  log.before = sinceBefore(log, base);
  dropBelow(log, base);
}

/** Puts an entry at the end and on its way to the disk. */
export function append(
  state: { readonly log: LinkedLog } & Writes,
  entry: LinkedEntry,
  effects: Effects,
): void {
  const { log } = state;
  const slot = endOf(log);
  const token = beginWrite(state, { of: 'entry', slot });
  push(log, entry, token);
  effects.persist(slot, entry, token);
}

/** A write of a slot is done. True where more of the log is on disk by that. */
export function onEntryWritten(log: LinkedLog, slot: number, token: number): boolean {
  return markWritten(log, slot, token) && raiseFlushed(log, log.flushed);
}

/** A piece of the log of whoever we copy. */
export interface LinkedPiece {
  readonly first: number;
  /** The reign of its entry in slot first − 1. */
  readonly prev: number;
  readonly entries: readonly LinkedEntry[];
}

/**
 * Puts a piece that begins at our end, or before, into our log; what differs is dropped, from there on. False where it does
 * not fit to what is before it, or ends before what we have executed.
 */
export function takePiece(
  state: { readonly log: LinkedLog; readonly executed: number; matched: number } & Writes,
  { first: sent, prev, entries }: LinkedPiece,
  effects: Effects,
): boolean {
  const { log } = state;
  const end = sent + entries.length;
  // What is executed is committed, so it is the same there.
  const first = Math.max(sent, state.executed);
  if (first > end) return false;
  if (first === sent && sinceBefore(log, first) !== prev) {
    truncate(log, first - 1);
    return false;
  }
  for (let slot = first; slot < end; slot++) {
    const entry = entries[slot - sent];
    if (slot < endOf(log)) {
      if (entryAt(log, slot).since === entry.since) continue;
      truncate(log, slot);
    }
    append(state, entry, effects);
  }
  state.matched = Math.max(state.matched, end);
  return true;
}

/**
 * The log that the disk holds from `base` on: as far as each entry follows on the one before. Disks may have finished a
 * later write and not an earlier one, and what was dropped may still be there; both show in `prev`.
 */
export function readBack(durable: ReadonlyMap<number, unknown>, base: number, before: number): LinkedLog {
  const log = emptyLog(base, before);
  for (let slot = base; ; slot++) {
    const entry = durable.get(slot) as LinkedEntry | undefined;
    if (entry === undefined || entry.prev !== sinceBefore(log, slot)) break;
    push(log, entry, 0);
  }
  log.flushed = endOf(log);
  return log;
}
