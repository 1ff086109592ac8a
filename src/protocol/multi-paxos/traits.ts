import type { Traits } from '../contract.js';

export const traits: Traits = {
  leadership: 'stable',
  // Leases first: what systems in use do ("Paxos Made Live" §5.2), at the price of trusting clocks for a tenth.
  reads: ['leader-lease', 'read-index', 'consensus', 'local'],
  disk: ['parallel', 'serial'],
  fastQuorum: false,
  ordered: true,
  /** accept, accepted and commit, to and from each of the others. */
  messagesPerWrite: (n) => 3 * (n - 1),
  tolerates:
    'crashes and restarts, lost, late and doubled messages; writes go on while a phase-2 quorum, elections while a ' +
    'phase-1 quorum is up; never a wrong answer (leader-lease reads: while no clock runs more than a tenth faster than another)',
};
