import { cutFor as cutForWitness, heldBelow } from '../log/witness.js';
import { masksOf } from '../member-masks.js';
import type { Office, Replica } from './state.js';

/**
 * Below which slot a backup need keep its log for nobody. A witness keeps its log until all that may become primary have
 * that on their disks, however long one of them is away. So whoever is promoted finds there what only the witness has
 * besides the lost primary. (PostgreSQL: `pg_receivewal --synchronous` acknowledges as a standby does, has the log alone,
 * and drops none of it by itself.)
 */
export function cutFor(replica: Replica, office: Office, to: number): number {
  return cutForWitness(replica, to, () => {
    const { state, setup } = replica;
    const { candidates } = masksOf(setup);
    const endOf = (i: number): number => (i === setup.self ? state.log.flushed : office.flushed[i]);
    return heldBelow(candidates, setup, endOf, (set) => set === candidates);
  });
}
