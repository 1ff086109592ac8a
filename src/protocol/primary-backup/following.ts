import type { Effects } from '../contract.js';
import { EPOCH, primaryOf, takeoverOf } from './epoch.js';
import { executeCommitted, rollBack } from './execution.js';
import { append, epochBefore, epochToken } from './log.js';
import type { Append, Heartbeat, Stale } from './messages.js';
import { BEAT, type Replica, type State, send } from './state.js';
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

export function onStale(replica: Replica, { epoch }: Stale, effects: Effects): void {
  if (epoch > replica.state.epoch) adopt(replica, epoch, effects);
}

/** Follows the primary of a later epoch. Whether our log is like its is to be seen. */
function adopt(replica: Replica, epoch: number, effects: Effects): void {
  const { state } = replica;
  const replaced = takeoverOf(epoch) > takeoverOf(state.epoch) || primaryOf(epoch) !== primaryOf(state.epoch);
  state.epoch = epoch;
  state.rising = 0;
  state.matched = 0;
  state.committed = state.executed;
  state.early.clear();
  if (state.office !== null) effects.cancelTimer(BEAT);
  state.office = null;
  // So that a primary that was replaced does not come back as one. (What a primary's restart changes, entries tell.)
  if (replaced) effects.persist(EPOCH, epoch, epochToken(state.log));
  awaitPrimary(replica, effects);
}

export function onAppend(replica: Replica, from: number, message: Append, effects: Effects): void {
  if (!hear(replica, from, message.epoch, effects)) return;
  const { state } = replica;
  const { early, log } = state;
  if (message.first > log.entries.length) {
    // Which is longer: what was sent at first, or what was sent again?
    const other = early.get(message.first);
    if (other === undefined || other.entries.length < message.entries.length)
      early.set(message.first, message);
    return;
  }
  take(replica, message, effects);
  for (let next = dueNow(state); next !== undefined; next = dueNow(state)) {
    early.delete(next.first);
    take(replica, next, effects);
  }
  executeCommitted(replica, effects);
  if (log.flushed >= state.matched) sendFlushed(replica, effects);
}

/** An append that came early, and for which it is time now. */
function dueNow({ early, log }: State): Append | undefined {
  for (const message of early.values()) if (message.first <= log.entries.length) return message;
  return undefined;
}

/** Puts the primary's entries into our log; what differs is dropped, from there on. */
function take(replica: Replica, message: Append, effects: Effects): void {
  const { state } = replica;
  const { log } = state;
  const { first, prev, entries, committed } = message;
  if (epochBefore(log, first) !== prev) {
    rollBack(replica, first - 1, effects);
    return;
  }
  entries.forEach((entry, k) => {
    const slot = first + k;
    if (slot < log.entries.length) {
      if (log.entries[slot].epoch === entry.epoch) return;
      rollBack(replica, slot, effects);
    }
    append(log, entry, effects);
  });
  state.matched = Math.max(state.matched, first + entries.length);
  state.committed = Math.max(state.committed, committed);
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
  const { matched, log } = state;
  const length = log.entries.length;
  const upTo = Math.min(log.flushed, matched);
  const last = epochBefore(log, length);
  send(effects, from, { type: 'status', epoch, round, end, matched, length, last, upTo });
}
