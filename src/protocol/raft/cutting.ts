import { masksOf } from '../member-masks.js';
import { emptyMap } from '../replicated-map.js';
import { isIn, isQuorum, membersOf } from './members.js';
import type { Snapshot } from './messages.js';
import type { Office, Replica } from './state.js';

/**
 * Below which slot a member need keep its log for nobody.
 *
 * Whoever holds the data has it in a snapshot, and can hand that on. A witness cannot: it keeps what some voter lacks until
 * voters that hold the data have it, so many that somebody who votes in any election is among them, or all.
 */
export function cutFor(replica: Replica, office: Office, to: number): number {
  const { state, setup } = replica;
  const { holders, keepers } = masksOf(setup);
  return isIn(keepers & ~holders, to) ? Math.min(state.cut, heldBelow(replica, office)) : state.cut;
}

/** Below this, enough voters with data have all of it on their disks. */
function heldBelow(replica: Replica, office: Office): number {
  const { state, setup } = replica;
  const { holders, electors } = masksOf(setup);
  const voters = membersOf(replica) & holders & electors;
  const endOf = (i: number): number =>
    i === setup.self ? Math.min(state.executed, state.stable) : office.executed[i];
  let held = 0;
  for (let i = 0; i < setup.n; i++) {
    if (!isIn(voters, i) || endOf(i) <= held) continue;
    let set = 0;
    for (let k = 0; k < setup.n; k++) if (isIn(voters, k) && endOf(k) >= endOf(i)) set |= 1 << k;
    if (set === voters || isQuorum(replica, 'phase2', set)) held = endOf(i);
  }
  return held;
}

/** A snapshot for this member: a witness is told where the log goes on, and gets no data. */
export function snapshotFor({ setup, state }: Replica, to: number): Snapshot {
  const snapshot = state.snapshot!;
  if (isIn(masksOf(setup).holders, to)) return snapshot;
  return { ...snapshot, ...emptyMap() };
}
