import { majoritySize } from '../../quorum/sizes.js';
import type { Traits } from '../contract/traits.js';

export const traits: Traits = {
  leadership: 'stable',
  // Nobody votes: whether a silent primary is dead or unreachable only somebody outside can tell.
  failover: 'operator',
  orders: ['promote'],
  roles: ['voter', 'learner', 'witness'],
  interruptedBy: 'leader',
  proposers: 'replicas',
  // A file that says leader-lease means reads at the primary; check() says that there is no lease.
  reads: ['primary', 'local', 'leader-lease'],
  // PostgreSQL ships only what its own disk has.
  disk: ['serial', 'parallel'],
  loop: ['free'],
  // Crashes and partitions promote nobody, and as long as nobody is promoted there is one primary, which has on its own disk
  // what it has answered. An operator does promote; what that may cost survey.ts says.
  linearizable: ['primary', 'leader-lease'],
  fastQuorum: false,
  ordered: true,
  commuting: 'never',
  answersEarly: false,
  /** The primary, and so many with it that they are a majority. */
  quorumSizes: (n) => ({ classic: majoritySize(n) }),
  /** The primary is one of those that may be any. */
  survives: () => 0,
  /** append and flushed, to and from each of the others; what is committed is told with the next message. */
  messagesPerWrite: (n) => 2 * (n - 1),
  tolerates:
    'crashes that are followed by restarts, lost, late and doubled messages; writes go on while the primary and a quorum ' +
    'with it are up. The loss of the primary stops everything until an operator promotes a backup, and what only lost ' +
    'disks held is then lost: with quorums of the primary alone, acknowledged writes. Leases: none; the operator must ' +
    'stop the old primary before promoting another, unless it can be reached, or there are two',
};
