import { majoritySize } from '../../quorum/sizes.js';
import type { Traits } from '../contract/traits.js';

export const traits: Traits = {
  leadership: 'stable',
  failover: 'automatic',
  interruptedBy: 'any',
  reconfigures: true,
  roles: ['voter', 'learner', 'arbiter'],
  ownElections: true,
  proposers: 'replicas',
  reads: ['leader-lease', 'local'],
  disk: ['parallel', 'serial'],
  loop: ['free'],
  // While no clock runs faster than another by more than grace is longer than lease, whatever crashes and partitions do.
  linearizable: ['leader-lease'],
  leases: ['lease', 'grace'],
  fastQuorum: false,
  ordered: true,
  commuting: 'never',
  answersEarly: false,
  /** All that are in the configuration; at first that is all there are. */
  quorumSizes: (n) => ({ classic: n }),
  /** With the manager on the same replicas: a majority of them has to answer for it. */
  survives: (n) => n - majoritySize(n),
  /** prepare and prepared, to and from each of the others; what is committed is told with the next message. */
  messagesPerWrite: (n) => 2 * (n - 1),
  tolerates:
    'crashes and restarts, lost, late and doubled messages; a silent secondary is removed and a silent primary replaced, ' +
    'and writes go on with as few copies as are left, as long as a majority of all replicas can answer for the ' +
    'configuration manager that runs on them; never a wrong answer (leader-lease reads: while no clock runs faster than ' +
    'another by more than grace is longer than lease)',
};
