import type { Effects } from '../contract/machine.js';
import { isWorthCutting } from '../log/keeping.js';
import { noteSnapshotWritten, writeSnapshot } from '../log/numbered-snapshots.js';
import { tokenOf } from '../log/token.js';
import { copyOf } from '../replicated-map.js';
import { freshAhead } from './ahead.js';
import { finishOwn } from './learner.js';
import { cutLog } from './log.js';
import type { Snapshot } from './messages.js';
import type { Replica, State } from './state.js';

/**
 * Snapshots, so that memory and disk hold the last stretch of the log only (Chandra, Griesemer, Redstone, "Paxos Made
 * Live", PODC 2007, §5.5). A snapshot is on disk before the first entry it replaces is dropped there.
 */

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact({ state, setup, limits }: Replica, effects: Effects): void {
  if (state.cutting >= 0) return;
  let cut = state.executed;
  for (let i = 0; i < setup.n; i++) if (i !== setup.self) cut = Math.min(cut, state.peers[i]);
  cut = Math.max(cut, state.executed - limits.maxLag);
  if (!isWorthCutting(cut - state.log.base, state, limits)) return;
  const snapshot: Snapshot = {
    executed: state.executed,
    ...copyOf(state),
  };
  writeSnapshot(state, snapshot, cut, tokenOf, effects);
}

/** Takes over another replica's snapshot; false where we have executed as much ourselves. */
export function install(replica: Replica, snapshot: Snapshot, effects: Effects): boolean {
  const { state } = replica;
  if (snapshot.executed <= state.executed) return false;
  restoreFrom(state, snapshot);
  effects.restored?.(snapshot.executed);
  state.stuckSince = effects.now;
  for (const slot of [...state.mine.keys()]) if (slot < state.executed) finishOwn(state, slot, effects);
  for (const slot of state.open.keys()) if (slot < state.executed) state.open.delete(slot);
  // What these were to ask about is partly known now; where it is not they are begun again.
  state.revocations.fill(null);
  writeSnapshot(state, snapshot, snapshot.executed, tokenOf, effects);
  return true;
}

/** Store, sessions and log as of the snapshot; later slots stay. */
export function restoreFrom(state: State, snapshot: Snapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.executed = snapshot.executed;
  // Of what we have executed out of order, the snapshot may lack something: it is executed again.
  if (state.ahead !== null) state.ahead = freshAhead(snapshot.executed);
  state.top = Math.max(state.top, snapshot.executed);
  state.snapshot = snapshot;
  cutLog(state.log, snapshot.executed);
}

/** A snapshot is on disk. If it is the latest, what it replaces may go. */
export function onSnapshotWritten({ state }: Replica, version: number, effects: Effects): void {
  const cut = noteSnapshotWritten(state, version, effects);
  if (cut < 0) return;
  cutLog(state.log, cut);
  state.cut = cut;
}
