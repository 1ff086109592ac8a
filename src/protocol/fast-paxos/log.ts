import type { Command } from '../contract/machine.js';
import { DECIDED, NO_ROUND } from './ballot.js';
import type { Entry } from './messages.js';

/**
 * The part of the log that a replica still holds: arrays that start at slot `base`. Everything below is in the
 * snapshot. Slots may be empty: messages come in any order. What it voted for in a slot and what was chosen there are
 * two things: an acceptor outside the quorum may have voted for another command.
 */
export interface Log {
  base: number;
  votes: (Entry | null)[];
  /** Of each slot: the round whose vote is on disk; minus that round while it is being written; 0: neither. */
  written: number[];
  chosen: (Command | null)[];
}

/** The first slot after all of which it knows anything. */
export function logEnd(log: Log): number {
  return log.base + log.votes.length;
}

export function voteAt(log: Log, slot: number): Entry | null {
  return log.votes[slot - log.base] ?? null;
}

export function writtenAt(log: Log, slot: number): number {
  return log.written[slot - log.base] ?? NO_ROUND;
}

export function chosenAt(log: Log, slot: number): Command | null {
  return log.chosen[slot - log.base] ?? null;
}

/** Puts a vote into a slot at or above `base`; `written` as in the log. */
export function putVote(log: Log, slot: number, entry: Entry, written: number): void {
  reach(log, slot);
  log.votes[slot - log.base] = entry;
  log.written[slot - log.base] = written;
}

/** Notes what is chosen in a slot at or above `base`. */
export function putChosen(log: Log, slot: number, command: Command): void {
  reach(log, slot);
  log.chosen[slot - log.base] = command;
}

function reach(log: Log, slot: number): void {
  while (log.votes.length <= slot - log.base) {
    log.votes.push(null);
    log.written.push(NO_ROUND);
    log.chosen.push(null);
  }
}

/** What a promise tells of a slot: what is chosen there, or else our vote. */
export function reportOf(log: Log, slot: number): Entry | null {
  const chosen = chosenAt(log, slot);
  return chosen === null ? voteAt(log, slot) : { round: DECIDED, command: chosen };
}

/** Drops the slots below `base`. */
export function cutLog(log: Log, base: number): void {
  if (base <= log.base) return;
  log.votes.splice(0, base - log.base);
  log.written.splice(0, base - log.base);
  log.chosen.splice(0, base - log.base);
  log.base = base;
}
