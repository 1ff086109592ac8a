import type { Effects } from '../contract/machine.js';
import { isWorthCutting } from '../log/keeping.js';
import { snapshotEnd } from '../log/witness.js';
import { isAmong, masksOf } from '../member-masks.js';
import { copyOf, emptyMap } from '../replicated-map.js';
import { NO_EPOCH, SNAPSHOT } from './epoch.js';
import { beginCounting, cutLog, epochBefore, otherToken, startAt, truncate } from './log.js';
import type { Snapshot } from './messages.js';
import type { Replica, State } from './state.js';

/**
 * Snapshots: memory and disk hold the log of the last stretch only. It is cut below what every backup has on disk; one that
 * is away for long is not waited for, it gets a snapshot when it is back. The snapshot is on disk before the first entry
 * that it replaces is dropped.
 */

/** Where a replica begins that has to begin anew. */
const NOTHING: Snapshot = {
  executed: 0,
  last: NO_EPOCH,
  under: NO_EPOCH,
  ...emptyMap(),
};

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact(replica: Replica, effects: Effects): void {
  const { state, options } = replica;
  const { limits } = options;
  // Not before all that goes into it is known to be the primary's.
  if (state.snapshotToken !== 0 || state.executed < state.cut || state.matched < state.executed) return;
  if (!isWorthCutting(state.cut - state.log.base, state, limits)) return;
  const { epoch, cut } = state;
  const executed = snapshotEnd(replica);
  const snapshot: Snapshot = {
    executed,
    last: epochBefore(state.log, executed),
    under: epoch,
    ...copyOf(state),
  };
  write(state, snapshot, cut, effects);
}

/** Takes over a snapshot of this epoch's primary, or of whom we copy before we lead, in place of all that we have. */
export function install({ state, setup }: Replica, snapshot: Snapshot, effects: Effects): void {
  startAt(state.log, snapshot.executed, snapshot.last);
  restoreFrom(state, snapshot);
  state.matched = snapshot.executed;
  if (isAmong(masksOf(setup).holders, setup)) effects.restored?.(snapshot.executed);
  write(state, { ...snapshot, under: state.epoch }, snapshot.executed, effects);
}

/** Store and sessions as of the snapshot. */
export function restoreFrom(state: State, snapshot: Snapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.executed = snapshot.executed;
  state.committed = snapshot.executed;
  state.snapshot = snapshot;
}

/** Drops the slots from `end` on. What is executed cannot be undone one by one: then we begin anew. */
export function rollBack(replica: Replica, end: number, effects: Effects): void {
  const { state } = replica;
  if (end < state.executed) {
    startOver(replica, effects);
  } else {
    truncate(state.log, end);
    state.matched = Math.min(state.matched, end);
  }
}

/** Has nothing any more, and gets all from the primary. */
export function startOver(replica: Replica, effects: Effects): void {
  install(replica, NOTHING, effects);
}

function write(state: State, snapshot: Snapshot, cut: number, effects: Effects): void {
  state.snapshot = snapshot;
  state.cutting = cut;
  state.snapshotToken = otherToken(state.log);
  effects.persist(SNAPSHOT, snapshot, state.snapshotToken);
}

/** The latest snapshot is on disk: what it replaces may go. True where more of the log counts as being on disk. */
export function onSnapshotWritten({ state }: Replica, effects: Effects): boolean {
  const { log } = state;
  state.snapshotToken = 0;
  cutLog(log, state.cutting);
  effects.forget(state.cutting);
  if (!log.awaitsSnapshot) return false;
  beginCounting(log);
  return true;
}
