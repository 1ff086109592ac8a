import type { Command, Effects } from '../contract.js';
import { NO_EPOCH } from './epoch.js';
import type { Entry } from './messages.js';

/** The log, whole: slot i is entries[i]. */
export interface Log {
  entries: Entry[];
  /** Of each slot: the token of its write while that is under way, 0 once it is on disk. */
  writing: number[];
  /** Slots below this are on disk. */
  flushed: number;
  /** Tokens given out, and the slots of those under way. */
  tokens: number;
  slotOfToken: Map<number, number>;
  /** Operation → its slot, so that each is in the log once. */
  slotOf: Map<number, number>;
}

/** What a primary puts first into its epoch, so as to commit what it found. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function emptyLog(): Log {
  return { entries: [], writing: [], flushed: 0, tokens: 0, slotOfToken: new Map(), slotOf: new Map() };
}

/** The epoch of the entry before `slot`. */
export function epochBefore(log: Log, slot: number): number {
  return slot === 0 ? NO_EPOCH : log.entries[slot - 1].epoch;
}

/** A token for a record of the epoch: below 0, those of entries being above. */
export function epochToken(log: Log): number {
  return -++log.tokens;
}

/** Puts an entry at the end and on its way to the disk. */
export function append(log: Log, entry: Entry, effects: Effects): void {
  const slot = log.entries.length;
  const token = ++log.tokens;
  hold(log, entry, token);
  log.slotOfToken.set(token, slot);
  effects.persist(slot, entry, token);
}

function hold(log: Log, entry: Entry, token: number): void {
  const { client, seq } = entry.command;
  if (client >= 0) log.slotOf.set(nameOf(client, seq), log.entries.length);
  log.entries.push(entry);
  log.writing.push(token);
}

/** A write is done. Of an entry that is no longer in its slot this says nothing. True where more of the log is on disk. */
export function onEntryWritten(log: Log, token: number): boolean {
  const slot = log.slotOfToken.get(token);
  log.slotOfToken.delete(token);
  if (slot === undefined || log.writing[slot] !== token) return false;
  log.writing[slot] = 0;
  const before = log.flushed;
  while (log.flushed < log.entries.length && log.writing[log.flushed] === 0) log.flushed++;
  return log.flushed > before;
}

/** Drops the slots from `end` on. Their records stay on disk until others replace them; see `readBack`. */
export function truncate(log: Log, end: number): void {
  for (let slot = log.entries.length - 1; slot >= end; slot--) {
    const { client, seq } = log.entries[slot].command;
    if (client >= 0) log.slotOf.delete(nameOf(client, seq));
  }
  log.entries.length = end;
  log.writing.length = end;
  log.flushed = Math.min(log.flushed, end);
}

/**
 * The log that the disk holds: as far as each entry follows on the one before. Disks may have finished a later write and
 * not an earlier one, and what was dropped may still be there; both show in `prev`.
 */
export function readBack(durable: ReadonlyMap<number, unknown>): Log {
  const log = emptyLog();
  for (let slot = 0; ; slot++) {
    const entry = durable.get(slot) as Entry | undefined;
    if (entry === undefined || entry.prev !== epochBefore(log, slot)) break;
    hold(log, entry, 0);
  }
  log.flushed = log.entries.length;
  return log;
}

/** The slot of an operation, or −1. */
export function slotOf(log: Log, { client, seq }: Command): number {
  return log.slotOf.get(nameOf(client, seq)) ?? -1;
}

/** One number for (client, seq); exact for seq < 2³¹ and client < 2²². */
function nameOf(client: number, seq: number): number {
  return client * 2147483648 + seq;
}
