import type { Command } from '../contract/machine.js';

/**
 * The part of a log that a replica still holds, in which slots are filled in any order: arrays that start at slot `base`.
 * Everything below is in the snapshot. What it has voted for in a slot and what is chosen there are two things, for another
 * command may be chosen than the one that came here.
 */
export interface ChosenLog<Entry> {
  base: number;
  /** What it has voted for; null: nothing so far. */
  readonly entries: (Entry | null)[];
  /** Of each slot: how much of the vote is on disk, as the protocol counts it; 0: nothing. */
  readonly written: number[];
  /** What is known to be chosen. */
  readonly chosen: (Command | null)[];
}

export function emptyLog<Entry>(base: number): ChosenLog<Entry> {
  return { base, entries: [], written: [], chosen: [] };
}

/** The first slot after all of which it knows anything. */
export function logEnd({ base, chosen }: ChosenLog<unknown>): number {
  return base + chosen.length;
}

export function entryAt<Entry>({ base, entries }: ChosenLog<Entry>, slot: number): Entry | null {
  return slot < base ? null : (entries[slot - base] ?? null);
}

export function writtenAt({ base, written }: ChosenLog<unknown>, slot: number): number {
  return slot < base ? 0 : (written[slot - base] ?? 0);
}

export function chosenAt({ base, chosen }: ChosenLog<unknown>, slot: number): Command | null {
  return slot < base ? null : (chosen[slot - base] ?? null);
}

/** Puts a vote into a slot at or above `base`; `written` as in the log. */
export function putEntry<Entry>(log: ChosenLog<Entry>, slot: number, entry: Entry, written: number): void {
  reach(log, slot);
  log.entries[slot - log.base] = entry;
  log.written[slot - log.base] = written;
}

/** Notes what is chosen in a slot at or above `base`. */
export function putChosen(log: ChosenLog<unknown>, slot: number, command: Command): void {
  reach(log, slot);
  log.chosen[slot - log.base] = command;
}

function reach(log: ChosenLog<unknown>, slot: number): void {
  while (log.chosen.length <= slot - log.base) {
    log.entries.push(null);
    log.written.push(0);
    log.chosen.push(null);
  }
}

/** Drops the slots below `base`. */
export function cutLog(log: ChosenLog<unknown>, base: number): void {
  const count = base - log.base;
  if (count <= 0) return;
  log.entries.splice(0, count);
  log.written.splice(0, count);
  log.chosen.splice(0, count);
  log.base = base;
}
