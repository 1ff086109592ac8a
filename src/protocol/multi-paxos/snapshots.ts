import type { Effects } from '../contract/machine.js';
import { isSnapshotDue } from '../log/keeping.js';
import { isAmong, masksOf } from '../member-masks.js';
import { copyOf } from '../replicated-map.js';
import { SNAPSHOT, tokenOf } from './ballot.js';
import { cutLog } from './log.js';
import type { Snapshot } from './messages.js';
import type { Replica, State } from './state.js';

/**
 * Snapshots: "Paxos Made Live" §5.5. Memory and disk hold the log of the last stretch only. The log is cut below what
 * every replica has executed; a replica that is down for long is not waited for, it gets a snapshot when it is back.
 * The snapshot is on disk before the first entry it replaces is dropped.
 */

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact(replica: Replica, effects: Effects): void {
  const { state, limits } = replica;
  if (!isSnapshotDue(state, limits)) return;
  // A witness has no data to put there: it notes from where on it has a log, and all of that it keeps.
  const snapshot: Snapshot = {
    executed: isAmong(masksOf(replica.setup).holders, replica.setup) ? state.executed : state.cut,
    ballot: state.promised,
    ...copyOf(state),
  };
  write(state, snapshot, state.cut, effects);
}

/** Takes over another replica's snapshot; no effect if we have executed as much ourselves. */
export function install(replica: Replica, snapshot: Snapshot, effects: Effects): void {
  const { state, setup } = replica;
  if (snapshot.executed <= state.executed) return;
  restoreFrom(state, snapshot);
  if (isAmong(masksOf(setup).holders, setup)) effects.restored?.(snapshot.executed);
  write(
    state,
    { ...snapshot, ballot: Math.max(snapshot.ballot, state.promised) },
    snapshot.executed,
    effects,
  );
}

/** Store, sessions and log as of the snapshot; entries of later slots stay. */
export function restoreFrom(state: State, snapshot: Snapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.executed = snapshot.executed;
  state.snapshot = snapshot;
  cutLog(state.log, snapshot.executed);
}

function write(state: State, snapshot: Snapshot, cut: number, effects: Effects): void {
  state.snapshot = snapshot;
  state.cutting = cut;
  state.snapshots = (state.snapshots + 1) % 2 ** 22;
  effects.persist(SNAPSHOT, snapshot, tokenOf(SNAPSHOT, state.snapshots));
}

/** A snapshot is on disk. If it is the latest, what it replaces may go. */
export function onSnapshotWritten({ state }: Replica, number: number, effects: Effects): void {
  if (number !== state.snapshots || state.cutting < 0) return;
  cutLog(state.log, state.cutting);
  effects.forget(state.cutting);
  state.cutting = -1;
}
