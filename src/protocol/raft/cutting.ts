import { cutFor as cutForWitness, heldBelow } from '../log/witness.js';
import { masksOf } from '../member-masks.js';
import { isQuorum, membersOf } from './members.js';
import type { Office, Replica } from './state.js';

/**
 * Below which slot a member need keep its log for nobody. A witness keeps what some voter lacks until voters that hold the
 * data have it on their disks, so many that somebody who votes in any election is among them, or all.
 */
export function cutFor(replica: Replica, office: Office, to: number): number {
  return cutForWitness(replica, to, () => {
    const { state, setup } = replica;
    const { holders, electors } = masksOf(setup);
    const voters = membersOf(replica) & holders & electors;
    const endOf = (i: number): number =>
      i === setup.self ? Math.min(state.executed, state.stable) : office.executed[i];
    return heldBelow(voters, setup, endOf, (set) => set === voters || isQuorum(replica, 'phase2', set));
  });
}
