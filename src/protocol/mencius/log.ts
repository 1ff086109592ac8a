import type { Command } from '../contract/machine.js';
import type { Entry } from './messages.js';

/** Of a slot's suggestion: not here, being written, on disk. */
export const NOWHERE = 0;
export const WRITING = 1;
export const WRITTEN = 2;

/** The slots from `base` on; all below are in the snapshot. Slots may be empty: messages come in any order. */
export interface Log {
  base: number;
  /** What the owner suggested (accepted in ballot 0). */
  entries: (Entry | null)[];
  written: number[];
  /** What is known to be chosen. */
  chosen: (Command | null)[];
}

export function freshLog(base: number): Log {
  return { base, entries: [], written: [], chosen: [] };
}

export function logEnd({ base, chosen }: Log): number {
  return base + chosen.length;
}

export function entryAt({ base, entries }: Log, slot: number): Entry | null {
  return slot < base ? null : (entries[slot - base] ?? null);
}

export function writtenAt({ base, written }: Log, slot: number): number {
  return slot < base ? NOWHERE : (written[slot - base] ?? NOWHERE);
}

export function chosenAt({ base, chosen }: Log, slot: number): Command | null {
  return slot < base ? null : (chosen[slot - base] ?? null);
}

/** Puts a suggestion into a slot at or above `base`. */
export function putEntry(log: Log, slot: number, entry: Entry, written: number): void {
  reach(log, slot);
  log.entries[slot - log.base] = entry;
  log.written[slot - log.base] = written;
}

export function putChosen(log: Log, slot: number, command: Command): void {
  reach(log, slot);
  log.chosen[slot - log.base] = command;
}

/** Drops the slots below `base`. */
export function cutLog(log: Log, base: number): void {
  const count = base - log.base;
  if (count <= 0) return;
  log.entries.splice(0, count);
  log.written.splice(0, count);
  log.chosen.splice(0, count);
  log.base = base;
}

function reach(log: Log, slot: number): void {
  while (log.chosen.length <= slot - log.base) {
    log.entries.push(null);
    log.written.push(NOWHERE);
    log.chosen.push(null);
  }
}
