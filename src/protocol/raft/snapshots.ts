import type { Effects } from '../contract/machine.js';
import { isSnapshotDue } from '../log/keeping.js';
import { isAmong, masksOf } from '../member-masks.js';
import { copyOf } from '../replicated-map.js';
import { acknowledge, raiseStable, verify } from './appending.js';
import { answerExecuted } from './asked.js';
import { executeCommitted } from './executing.js';
import { cutLog, emptyLog, holdsUpTo, membersBelow, termBefore } from './log.js';
import type { Snapshot } from './messages.js';
import { SNAPSHOT, tokenOf } from './records.js';
import type { Replica, State } from './state.js';
import { hear } from './terms.js';

/**
 * Snapshots: §7. Memory and disk hold the log of the last stretch only. The log is cut below what every replica has
 * executed; a replica that is down for long is not waited for, it gets a snapshot when it is back. The snapshot is on disk
 * before the first entry it replaces is dropped.
 */

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact(replica: Replica, effects: Effects): void {
  const { state, limits } = replica;
  if (!isSnapshotDue(state, limits)) return;
  // A witness has no data to put there: it notes from where on it has a log, and all of that it keeps.
  const end = isAmong(masksOf(replica.setup).holders, replica.setup) ? state.executed : state.cut;
  const snapshot: Snapshot = {
    executed: end,
    lastTerm: termBefore(state.log, end),
    members: membersBelow(state.log, end),
    ...copyOf(state),
  };
  write(state, snapshot, state.cut, effects);
}

/** From the leader. */
export function onInstall(replica: Replica, from: number, snapshot: Snapshot, effects: Effects): void {
  const { state } = replica;
  hear(replica, from, effects);
  const { executed } = snapshot;
  if (executed <= state.executed) {
    verify(replica, executed);
    acknowledge(replica, effects);
  } else {
    takeOver(replica, snapshot, effects);
  }
}

/**
 * Goes on from a snapshot of more than we have executed. Entries after it stay if the one before them is its last;
 * otherwise the whole log goes.
 */
export function takeOver(replica: Replica, snapshot: Snapshot, effects: Effects): void {
  const { state, setup } = replica;
  const { executed, lastTerm, members } = snapshot;
  if (holdsUpTo(state.log, executed, lastTerm)) {
    cutLog(state.log, executed);
  } else {
    state.stable = Math.min(state.stable, state.executed);
    state.log = emptyLog(executed, lastTerm, members);
  }
  restoreFrom(state, snapshot);
  if (isAmong(masksOf(setup).holders, setup)) effects.restored?.(executed);
  verify(replica, executed);
  write(state, snapshot, executed, effects);
  answerExecuted(replica, effects);
  executeCommitted(replica, effects);
}

/** Store and sessions as of the snapshot. */
export function restoreFrom(state: State, snapshot: Snapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.executed = snapshot.executed;
  state.commit = Math.max(state.commit, snapshot.executed);
  state.snapshot = snapshot;
}

function write(state: State, snapshot: Snapshot, cut: number, effects: Effects): void {
  state.snapshot = snapshot;
  state.cutting = cut;
  state.snapshots = (state.snapshots + 1) % 2 ** 22;
  effects.persist(SNAPSHOT, snapshot, tokenOf(SNAPSHOT, state.snapshots));
}

/** A snapshot is on disk. If it is the latest, what it replaces may go; and all that is in it is on disk now. */
export function onSnapshotWritten(replica: Replica, number: number, effects: Effects): void {
  const { state } = replica;
  if (number !== state.snapshots || state.cutting < 0) return;
  cutLog(state.log, state.cutting);
  effects.forget(state.cutting);
  state.cutting = -1;
  raiseStable(replica, state.snapshot!.executed, effects);
}
