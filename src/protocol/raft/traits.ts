import { majoritySize } from '../../quorum/sizes.js';
import type { Traits } from '../contract/traits.js';

export const traits: Traits = {
  leadership: 'stable',
  failover: 'automatic',
  roles: ['voter', 'learner', 'witness', 'arbiter'],
  ownElections: true,
  elections: { preVote: true },
  handsBack: true,
  orders: ['promote', 'remove', 'add'],
  interruptedBy: 'leader',
  proposers: 'replicas',
  // Read-index first: needs no clock, and is what etcd does.
  reads: ['read-index', 'leader-lease', 'consensus', 'local'],
  disk: ['parallel', 'serial'],
  // One loop writes the log and sends heartbeats, as in etcd and Consul.
  loop: ['blocking', 'free'],
  // All but local; leader-lease while clocks keep within a tenth of each other, which no crash and no partition changes.
  linearizable: ['read-index', 'leader-lease', 'consensus'],
  leases: ['leader-lease'],
  fastQuorum: false,
  ordered: true,
  commuting: 'never',
  answersEarly: false,
  quorumSizes: (n) => ({ classic: majoritySize(n) }),
  survives: (n) => Math.floor((n - 1) / 2),
  /** append, appended and commit, to and from each of the others. */
  messagesPerWrite: (n) => 3 * (n - 1),
  tolerates:
    'crashes and restarts, lost, late and doubled messages; writes go on while a phase-2 quorum, elections while a ' +
    'phase-1 quorum is up; never a wrong answer (leader-lease reads: while no clock runs more than a tenth faster than another)',
};
