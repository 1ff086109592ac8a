import type { Effects } from '../contract/machine.js';
import { isWorthCutting } from '../log/keeping.js';
import { copyOf } from '../replicated-map.js';
import { cutLog } from './log.js';
import { SNAPSHOT, type Snapshot } from './messages.js';
import { type Replica, type State, write } from './state.js';

/**
 * Forgetting. A decision may be forgotten once every replica has it on disk, for then nobody is in doubt about it and
 * nobody will ask. What it did is in the snapshot. As nothing commits without everybody's vote, no replica is ever so far
 * behind that it needs another's snapshot, and what is not settled is what is under way.
 */

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact({ state, limits }: Replica, effects: Effects): void {
  const { log, executed, open } = state;
  const cut = Math.min(state.settled, executed);
  if (state.cutting >= 0) return;
  if (!isWorthCutting(cut - log.base, state, limits)) return;
  const snapshot: Snapshot = {
    executed,
    ...copyOf(state),
    first: cut,
    entries: log.entries.slice(cut - log.base),
    prepared: state.prepared,
    open: [...open.values()].map(({ number }) => number),
  };
  state.cutting = cut;
  write(state, SNAPSHOT, snapshot, { what: 'snapshot' }, effects);
}

/** The snapshot is on disk: what it replaces may go. */
export function onSnapshotWritten(state: State, effects: Effects): void {
  cutLog(state.log, state.cutting);
  effects.forget(state.cutting);
  state.cutting = -1;
}
