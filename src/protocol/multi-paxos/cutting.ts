import { cutFor as cutForWitness, heldBelow } from '../log/witness.js';
import { isAmong, masksOf } from '../member-masks.js';
import type { Snapshot } from './messages.js';
import type { Office, Replica } from './state.js';

/**
 * Below which slot a member need keep its log for nobody. A witness keeps what some voter lacks until voters that hold the
 * data have executed it, so many that somebody who promises in any election is among them, or all.
 */
export function cutFor(replica: Replica, office: Office, to: number): number {
  return cutForWitness(replica, to, () => {
    const { state, setup } = replica;
    const { holders, electors } = masksOf(setup);
    const voters = holders & electors;
    const endOf = (i: number): number => (i === setup.self ? state.executed : office.executed[i]);
    return heldBelow(voters, setup, endOf, (set) => set === voters || setup.quorum.phase2.contains(set));
  });
}

/** The snapshot that we can give to others: none, where we have no data. */
export function ownSnapshot({ state, setup }: Replica): Snapshot | null {
  return isAmong(masksOf(setup).holders, setup) ? state.snapshot : null;
}
