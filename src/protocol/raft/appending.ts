import type { Effects } from '../contract/machine.js';
import { tokenOf } from '../log/token.js';
import { executeCommitted } from './executing.js';
import { append, endOf, termBefore, truncate, writtenFrom } from './log.js';
import type { Append, Entry } from './messages.js';
import { onOwnEntriesWritten } from './replication.js';
import { send } from './sending.js';
import type { Replica } from './state.js';
import { hear, isBallotOnDisk } from './terms.js';

/** Log replication, the follower's part: §5.3. */

export function onAppend(replica: Replica, from: number, message: Append, effects: Effects): void {
  const { state } = replica;
  hear(replica, from, effects);
  if (!fits(replica, from, message.from, message.previous, effects)) return;
  const { entries } = message;
  takeEntries(replica, message.from, entries, state.term, effects);
  const end = message.from + entries.length;
  verify(replica, end);
  hearCommitted(replica, message.commit, effects);
  // Sent again: our answer may have been lost. If some of it is still being written it will be sent then.
  if (state.stable >= end) acknowledge(replica, effects);
}

/** Puts entries into the slots from `from` on and has them written, as this version (see records.ts); what contradicts them goes. */
export function takeEntries(
  { state }: Replica,
  from: number,
  entries: readonly Entry[],
  version: number,
  effects: Effects,
): void {
  const { log } = state;
  // What is below `base` is executed, so it is the same.
  for (let k = Math.max(0, log.base - from); k < entries.length; k++) {
    const slot = from + k;
    if (slot < endOf(log)) {
      if (termBefore(log, slot + 1) === entries[k].term) continue;
      truncate(log, slot);
      state.stable = Math.min(state.stable, slot);
    }
    append(log, entries[k], -version);
    effects.persist(slot, entries[k], tokenOf(slot, version));
  }
}

/**
 * Consistency check: is the entry before `from` the leader's? Then all before it are (Log Matching). If not, the leader is
 * told where to try next: at our end, or at the first entry of the term that contradicts it.
 */
export function fits(
  replica: Replica,
  leader: number,
  from: number,
  previous: number,
  effects: Effects,
): boolean {
  const { log, term } = replica.state;
  if (from < log.base) return true;
  let hint = endOf(log);
  if (from <= hint) {
    const found = termBefore(log, from);
    if (found === previous) return true;
    hint = from - 1;
    while (hint > log.base && termBefore(log, hint) === found) hint--;
  }
  send(effects, leader, { type: 'missing', term, from, hint });
  return false;
}

/** Below `end` our log is as the leader's. */
export function verify({ state }: Replica, end: number): void {
  if (end > state.verified) state.verified = end;
}

/** The leader says what is committed; we take it for ours as far as our log is known to be the same (§5.3). */
export function hearCommitted(replica: Replica, told: number, effects: Effects): void {
  const { state } = replica;
  if (told > state.told) state.told = told;
  state.commit = Math.max(state.commit, Math.min(state.told, state.verified));
  executeCommitted(replica, effects);
}

/** Below which slot our log is as the leader's and on our disk; 0 while our term is not there yet. */
export function matchOf(replica: Replica): number {
  const { stable, verified } = replica.state;
  return isBallotOnDisk(replica) ? Math.min(stable, verified) : 0;
}

/** Tells the leader how far we match it. */
export function acknowledge(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const match = matchOf(replica);
  if (match === 0 || state.leader < 0 || state.leader === setup.self) return;
  send(effects, state.leader, { type: 'appended', term: state.term, match });
}

/** An entry is on disk, in this version. Writes may finish in any order; what counts is what has no gap. */
export function onEntryWritten(replica: Replica, slot: number, version: number, effects: Effects): void {
  const { log } = replica.state;
  const i = slot - log.base;
  if (i < 0 || i >= log.written.length || log.written[i] !== -version) return; // In a snapshot, or replaced meanwhile.
  log.written[i] = version;
  raiseStable(replica, replica.state.stable, effects);
}

/** All below `end` is on disk, and maybe more. */
export function raiseStable(replica: Replica, end: number, effects: Effects): void {
  const { state } = replica;
  const before = state.stable;
  state.stable = writtenFrom(state.log, Math.max(before, end));
  if (state.stable === before) return;
  if (state.office !== null) {
    onOwnEntriesWritten(replica, state.office, effects);
  } else {
    acknowledge(replica, effects);
    executeCommitted(replica, effects);
  }
}
