import { isAmong, masksOf } from '../member-masks.js';
import { emptyMap } from '../replicated-map.js';
import type { Snapshot } from './messages.js';
import type { Office, Replica } from './state.js';

/**
 * Below which slot a member need keep its log for nobody.
 *
 * Whoever holds the data has it in a snapshot, and can hand that on. A witness cannot: it keeps what some voter lacks until
 * voters that hold the data have it, so many that somebody who promises in any election is among them, or all.
 */
export function cutFor(replica: Replica, office: Office, to: number): number {
  const { state, setup } = replica;
  const { holders, keepers } = masksOf(setup);
  return (((keepers & ~holders) >>> to) & 1) === 1
    ? Math.min(state.cut, executedBelow(replica, office))
    : state.cut;
}

/** Below this, enough voters with data have executed all. */
function executedBelow({ state, setup }: Replica, office: Office): number {
  const { holders, electors } = masksOf(setup);
  const voters = holders & electors;
  const endOf = (i: number): number => (i === setup.self ? state.executed : office.executed[i]);
  let held = 0;
  for (let i = 0; i < setup.n; i++) {
    if (((voters >>> i) & 1) === 0 || endOf(i) <= held) continue;
    let set = 0;
    for (let k = 0; k < setup.n; k++) if (((voters >>> k) & 1) === 1 && endOf(k) >= endOf(i)) set |= 1 << k;
    if (set === voters || setup.quorum.phase2.contains(set)) held = endOf(i);
  }
  return held;
}

/** A snapshot for this member: a witness is told where the log goes on, and gets no data. */
export function snapshotFor({ state, setup }: Replica, to: number): Snapshot | null {
  const { snapshot } = state;
  if (snapshot === null || ((masksOf(setup).holders >>> to) & 1) === 1) return snapshot;
  return { ...snapshot, ...emptyMap() };
}

/** The snapshot that we can give to others: none, where we have no data. */
export function ownSnapshot({ state, setup }: Replica): Snapshot | null {
  return isAmong(masksOf(setup).holders, setup) ? state.snapshot : null;
}
