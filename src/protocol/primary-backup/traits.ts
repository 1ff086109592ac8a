import type { Traits } from '../contract.js';

export const traits: Traits = {
  leadership: 'stable',
  // At the primary: the path of a lease read, though what stands in for the lease is the operator's fencing (reads.ts).
  reads: ['leader-lease', 'local'],
  // PostgreSQL ships only what its own disk has.
  disk: ['serial', 'parallel'],
  fastQuorum: false,
  ordered: true,
  /** append and flushed, to and from each of the others; what is committed is told with the next message. */
  messagesPerWrite: (n) => 2 * (n - 1),
  tolerates:
    'crashes that are followed by restarts, lost, late and doubled messages; writes go on while the primary and a quorum ' +
    'with it are up. The loss of the primary stops everything until an operator promotes a backup, and what only lost ' +
    'disks held is then lost: with quorums of the primary alone, acknowledged writes. Leases: none; the operator must ' +
    'stop the old primary before promoting another, or there are two',
};
