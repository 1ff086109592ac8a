import type { Effects } from '../contract/machine.js';
import { isSnapshotDue } from '../log-keeping.js';
import { copyOf } from '../replicated-map.js';
import { cutLog, emptyLog, endOf, raiseFlushed, sinceBefore } from './log.js';
import type { Snapshot } from './messages.js';
import { beginWrite, type Replica, SNAPSHOT, type State } from './state.js';

/**
 * Snapshots of the committed state, so that memory and disk hold the last stretch of the history only. It is cut below what
 * every replica has executed; one that is away for long is not waited for, it gets a snapshot when it is back. The snapshot
 * is on disk before the first entry that it replaces is dropped, and before what is in it counts as being on disk.
 */

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact({ state, limits }: Replica, effects: Effects): void {
  if (!isSnapshotDue(state, limits)) return;
  const snapshot: Snapshot = {
    executed: state.executed,
    since: sinceBefore(state.log, state.executed),
    ...copyOf(state),
  };
  write(state, snapshot, state.cut, effects);
}

/**
 * Takes over another's snapshot of more than we have executed. Entries behind it stay if they follow on it. Until it is on
 * disk, a crash takes us back to what we have there of the committed history: no more than that counts.
 */
export function install({ state }: Replica, snapshot: Snapshot, effects: Effects): void {
  const { executed, since } = snapshot;
  if (executed <= state.executed) return;
  const { log } = state;
  if (executed <= endOf(log) && sinceBefore(log, executed) === since) cutLog(log, executed);
  else state.log = emptyLog(executed, since, Math.min(log.flushed, state.executed));
  restoreFrom(state, snapshot);
  effects.restored?.(executed);
  write(state, snapshot, executed, effects);
}

/** Store, sessions and what is known to be committed, as of the snapshot. */
export function restoreFrom(state: State, snapshot: Snapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.executed = snapshot.executed;
  state.committed = Math.max(state.committed, snapshot.executed);
  state.matched = Math.max(state.matched, snapshot.executed);
  state.snapshot = snapshot;
}

function write(state: State, snapshot: Snapshot, cut: number, effects: Effects): void {
  state.snapshot = snapshot;
  state.cutting = cut;
  effects.persist(SNAPSHOT, snapshot, beginWrite(state, { of: 'snapshot', executed: snapshot.executed }));
}

/** A snapshot is on disk. If it is the latest, what it replaces may go. True where more of the history is on disk now. */
export function onSnapshotWritten({ state }: Replica, executed: number, effects: Effects): boolean {
  if (executed !== state.snapshot?.executed || state.cutting < 0) return false;
  cutLog(state.log, state.cutting);
  effects.forget(state.cutting);
  state.cutting = -1;
  return raiseFlushed(state.log, executed);
}
