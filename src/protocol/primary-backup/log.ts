import type { Command, Effects } from '../contract/machine.js';
import {
  dropBelow,
  type FlushedLog,
  markWritten,
  push,
  raiseFlushed,
  truncate as truncateEntries,
} from '../log/flushed.js';
import { endOf, entryAt } from '../log/stretch.js';
import { nameOf } from '../operation.js';
import { isNoOp } from '../replicated-map.js';
import { NO_EPOCH } from './epoch.js';
import type { Entry, Outline } from './messages.js';

/** None of it counts as being on disk while it waits for the snapshot that it begins with. */
export interface Log extends FlushedLog<Entry> {
  /** The epoch of slot base − 1. */
  baseEpoch: number;
  awaitsSnapshot: boolean;
  /** Tokens given out, and the slots of those under way. */
  tokens: number;
  slotOfToken: Map<number, number>;
  /** Operation → its slot, of those not executed yet, so that each is in the log once. */
  slotOf: Map<number, number>;
}

export function emptyLog(base = 0, baseEpoch = NO_EPOCH): Log {
  return {
    base,
    baseEpoch,
    entries: [],
    writing: [],
    flushed: base,
    awaitsSnapshot: false,
    tokens: 0,
    slotOfToken: new Map(),
    slotOf: new Map(),
  };
}

/** Drops everything; the log goes on at `base`, once the snapshot of what comes before is on disk. */
export function startAt(log: Log, base: number, baseEpoch: number): void {
  const { tokens } = log;
  Object.assign(log, emptyLog(base, baseEpoch), { tokens, flushed: 0, awaitsSnapshot: true });
}

/** The snapshot that the log waited for is on disk. */
export function beginCounting(log: Log): void {
  log.awaitsSnapshot = false;
  log.flushed = log.base;
  raiseFlushed(log, log.base);
}

/** The epoch of the entry before `slot`, which lies within base … end. */
export function epochBefore(log: Log, slot: number): number {
  return slot === log.base ? log.baseEpoch : log.entries[slot - 1 - log.base].epoch;
}

/** The epoch of the last entry. */
export function lastEpoch(log: Log): number {
  return epochBefore(log, endOf(log));
}

/** A token for a record that is no entry: below 0, those of entries being above. */
export function otherToken(log: Log): number {
  return -++log.tokens;
}

/** Puts an entry at the end and on its way to the disk. */
export function append(log: Log, entry: Entry, effects: Effects): void {
  const slot = endOf(log);
  const token = ++log.tokens;
  hold(log, entry, token);
  log.slotOfToken.set(token, slot);
  effects.persist(slot, entry, token);
}

function hold(log: Log, entry: Entry, token: number): void {
  if (!isNoOp(entry.command)) log.slotOf.set(nameOf(entry.command), endOf(log));
  push(log, entry, token);
}

/** A write is done. Of an entry that is no longer in its slot this says nothing. True where more of the log is on disk. */
export function onEntryWritten(log: Log, token: number): boolean {
  const slot = log.slotOfToken.get(token);
  log.slotOfToken.delete(token);
  if (slot === undefined || !markWritten(log, slot, token)) return false;
  return !log.awaitsSnapshot && raiseFlushed(log, log.flushed);
}

/** Drops the slots from `end` on, none of them executed. Their records stay on disk until others replace them; see `readBack`. */
export function truncate(log: Log, end: number): void {
  for (let slot = endOf(log) - 1; slot >= end; slot--) forgetSlotOf(log, entryAt(log, slot).command);
  truncateEntries(log, end);
}

/** Drops the slots below `base`, all of them executed. */
export function cutLog(log: Log, base: number): void {
  if (base <= log.base) return;
  log.baseEpoch = epochBefore(log, base);
  dropBelow(log, base);
}

/**
 * The log that the disk holds from `base` on: as far as each entry follows on the one before. Disks may have finished a
 * later write and not an earlier one, and what was dropped may still be there; both show in `prev`.
 */
export function readBack(durable: ReadonlyMap<number, unknown>, base: number, baseEpoch: number): Log {
  const log = emptyLog(base, baseEpoch);
  for (;;) {
    const entry = durable.get(endOf(log)) as Entry | undefined;
    if (entry === undefined || entry.prev !== lastEpoch(log)) break;
    hold(log, entry, 0);
  }
  raiseFlushed(log, log.base);
  return log;
}

/** The slot of an operation that is not executed yet, or −1. */
export function slotOf(log: Log, command: Command): number {
  return log.slotOf.get(nameOf(command)) ?? -1;
}

/** The operation is executed, or dropped. */
export function forgetSlotOf(log: Log, command: Command): void {
  log.slotOf.delete(nameOf(command));
}

/** Which epochs wrote which slots: with that another log can be compared with this one. */
export function outlineOf(log: Log): Outline {
  const runs: { from: number; epoch: number }[] = [];
  for (let slot = log.base; slot < endOf(log); slot++) {
    const { epoch } = entryAt(log, slot);
    if (epoch !== runs.at(-1)?.epoch) runs.push({ from: slot, epoch });
  }
  return { base: log.base, baseEpoch: log.baseEpoch, runs, end: endOf(log) };
}

/**
 * Below which slot the two logs are alike: after the last slot that one epoch wrote in both, for one primary fills each
 * slot of its epoch once, and entries name the epoch of the one before. −1 where they differ already in what one of them
 * holds no longer.
 */
export function alikeBelow(log: Log, other: Outline): number {
  let slot = Math.min(endOf(log), other.end);
  let run = other.runs.length - 1;
  for (const lowest = Math.max(log.base, other.base); slot >= lowest; slot--) {
    while (run >= 0 && other.runs[run].from >= slot) run--;
    const epoch = slot === other.base || run < 0 ? other.baseEpoch : other.runs[run].epoch;
    if (epochBefore(log, slot) === epoch) return slot;
  }
  return -1;
}
