import type { Effects } from '../contract/machine.js';
import { setAsideIfEarly, takeDue } from '../log/early.js';
import { endOf, entryAt } from '../log/stretch.js';
import { EPOCH, primaryOf, takeoverOf } from './epoch.js';
import { executeCommitted } from './execution.js';
import { append, epochBefore, lastEpoch, otherToken } from './log.js';
import type { Append, Heartbeat, Install } from './messages.js';
import { compact, install, rollBack, startOver } from './snapshots.js';
import { BEAT, type Replica, SURVEY, send } from './state.js';
import { awaitPrimary } from './takeover.js';

/** The backup: takes the primary's log as it comes, and gives way where its own differs. */

/** A primary was heard. False where there is a later one: it is told so. */
function hear(replica: Replica, from: number, epoch: number, effects: Effects): boolean {
  const { state } = replica;
  if (epoch < state.epoch) {
    send(effects, from, { type: 'stale', epoch: state.epoch });
    return false;
  }
  if (epoch > state.epoch) adopt(replica, epoch, effects);
  state.heardAt = effects.now;
  return true;
}

/** Follows the primary of a later epoch. Whether our log is like its is to be seen. */
export function adopt(replica: Replica, epoch: number, effects: Effects): void {
  const { state } = replica;
  const replaced = takeoverOf(epoch) > takeoverOf(state.epoch) || primaryOf(epoch) !== primaryOf(state.epoch);
  state.epoch = epoch;
  state.rising = 0;
  state.matched = 0;
  state.committed = state.executed;
  state.early.clear();
  if (state.takeover !== null) effects.cancelTimer(SURVEY);
  state.takeover = null;
  state.surveyor = null;
  if (state.office !== null) effects.cancelTimer(BEAT);
  state.office = null;
  // So that a primary that was replaced does not come back as one. (What a primary's restart changes, entries tell.)
  if (replaced) {
    state.epochToken = otherToken(state.log);
    effects.persist(EPOCH, epoch, state.epochToken);
  }
  awaitPrimary(replica, effects);
}

export function onAppend(replica: Replica, from: number, message: Append, effects: Effects): void {
  if (!hear(replica, from, message.epoch, effects)) return;
  const { early, log } = replica.state;
  if (setAsideIfEarly(early, log, message)) return;
  take(replica, message, effects);
  goOn(replica, effects);
}

/** The primary no longer has what we lack. */
export function onInstall(replica: Replica, from: number, message: Install, effects: Effects): void {
  if (!hear(replica, from, message.epoch, effects)) return;
  const { snapshot } = message;
  if (replica.state.matched >= snapshot.executed) return;
  install(replica, snapshot, effects);
  goOn(replica, effects);
}

/** Takes what came early, executes what may be, and tells how far we have got. */
function goOn(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const { early, log } = state;
  for (let due = takeDue(early, log); due !== undefined; due = takeDue(early, log))
    take(replica, due, effects);
  executeCommitted(replica, effects);
  if (log.flushed >= state.matched) sendFlushed(replica, effects);
}

/** Puts the primary's entries into our log; what differs is dropped, from there on. */
function take(replica: Replica, message: Append, effects: Effects): void {
  const { state } = replica;
  const { log } = state;
  const { first, prev, entries, committed } = message;
  if (first < log.base) {
    if (state.matched < log.base && !reachesUs(replica, message)) {
      startOver(replica, effects);
      return;
    }
  } else if (epochBefore(log, first) !== prev) {
    rollBack(replica, first - 1, effects);
    return;
  }
  for (let k = Math.max(0, log.base - first); k < entries.length; k++) {
    const slot = first + k;
    if (slot < endOf(log)) {
      if (entryAt(log, slot).epoch === entries[k].epoch) continue;
      rollBack(replica, slot, effects);
      // Having begun anew, we get it again, with what comes before.
      if (endOf(log) < slot) return;
    }
    append(log, entries[k], effects);
  }
  state.matched = Math.max(state.matched, first + entries.length);
  state.committed = Math.max(state.committed, committed);
}

/**
 * Of the primary's slots below our base, are the last ours? We no longer have ours but for their epoch. Nor are they, if the
 * primary's log ends below: of what is as the primary's we know that it is (`matched`), so this is another.
 */
function reachesUs({ state }: Replica, { first, entries }: Append): boolean {
  const { base, baseEpoch } = state.log;
  return entries[base - 1 - first]?.epoch === baseEpoch;
}

/** Tells the primary how much of its log is on our disk; nothing where that is nothing. */
export function sendFlushed({ state }: Replica, effects: Effects): void {
  const upTo = Math.min(state.log.flushed, state.matched);
  if (upTo === 0) return;
  send(effects, primaryOf(state.epoch), { type: 'flushed', epoch: state.epoch, upTo });
}

export function onHeartbeat(replica: Replica, from: number, message: Heartbeat, effects: Effects): void {
  if (!hear(replica, from, message.epoch, effects)) return;
  const { state } = replica;
  const { epoch, round, end } = message;
  state.committed = Math.max(state.committed, message.committed);
  executeCommitted(replica, effects);
  state.cut = Math.max(state.cut, message.cut);
  compact(replica, effects);
  const { matched, log } = state;
  const upTo = Math.min(log.flushed, matched);
  const last = lastEpoch(log);
  send(effects, from, { type: 'status', epoch, round, end, matched, length: endOf(log), last, upTo });
}
