import type { QuorumKind } from '../replay.js';

/** Every kind of quorum that the tests run with. */
export const QUORUMS: readonly QuorumKind[] = [
  { name: 'majority-3', n: 3, quorum: 'majority' },
  { name: 'majority-4', n: 4, quorum: 'majority' },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'majority-7', n: 7, quorum: 'majority' },
  { name: 'fast-all-3', n: 3, quorum: { classic: 'majority', fast: 'all' } },
  // Fast quorums that the file does not name contain phase-2 quorums.
  { name: 'all-3', n: 3, quorum: 'all' },
  { name: 'weighted', n: 4, quorum: { weights: { r0: 2 }, threshold: 3 } },
];

/** Groups with members that have no vote, or patience of their own. */
export const GROUPS: readonly QuorumKind[] = [
  {
    name: 'learner',
    n: 4,
    quorum: { classic: 2, fast: 2 },
    members: { 0: { role: 'learner' }, 2: { election: [40, 60] } },
  },
  {
    name: 'two-learners',
    n: 5,
    quorum: { classic: 2, fast: 2 },
    members: { 1: { role: 'learner' }, 4: { role: 'learner' } },
  },
];
