import type { Effects } from '../contract/machine.js';
import { isSnapshotDue } from '../log/keeping.js';
import { noteSnapshotWritten, writeSnapshot } from '../log/numbered-snapshots.js';
import { tokenOf } from '../log/token.js';
import { snapshotEnd } from '../log/witness.js';
import { isAmong, masksOf } from '../member-masks.js';
import { copyOf } from '../replicated-map.js';
import { acknowledge, raiseStable, verify } from './appending.js';
import { answerExecuted } from './asked.js';
import { executeCommitted } from './executing.js';
import { cutLog, emptyLog, holdsUpTo, membersBelow, termBefore } from './log.js';
import type { Snapshot } from './messages.js';
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
  const end = snapshotEnd(replica);
  const snapshot: Snapshot = {
    executed: end,
    lastTerm: termBefore(state.log, end),
    members: membersBelow(state.log, end),
    ...copyOf(state),
  };
  writeSnapshot(state, snapshot, state.cut, tokenOf, effects);
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
  writeSnapshot(state, snapshot, executed, tokenOf, effects);
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

/** A snapshot is on disk. If it is the latest, what it replaces may go; and all that is in it is on disk now. */
export function onSnapshotWritten(replica: Replica, number: number, effects: Effects): void {
  const { state } = replica;
  const cut = noteSnapshotWritten(state, number, effects);
  if (cut < 0) return;
  cutLog(state.log, cut);
  raiseStable(replica, state.snapshot!.executed, effects);
}
