import type { QuorumKind } from '../replay.js';

/** Quorums as a topology file would write them; where it says nothing of fast ones they are ⌈3n/4⌉. */
export const QUORUMS: readonly QuorumKind[] = [
  { name: 'majority-3', n: 3, quorum: 'majority' },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'majority-4', n: 4, quorum: 'majority' },
  { name: 'majority-7', n: 7, quorum: 'majority' },
  // Lamport, "Fast Paxos" §3.1: the other extreme, fast and classic quorums alike, any two thirds and one.
  { name: 'alike-4', n: 4, quorum: { classic: { threshold: 3 }, fast: { threshold: 3 } } },
  { name: 'all-5', n: 5, quorum: { classic: 'majority', fast: 'all' } },
  {
    name: 'weighted-4',
    n: 4,
    quorum: { classic: { weights: { r0: 2 }, threshold: 3 }, fast: { weights: { r0: 2 }, threshold: 4 } },
  },
];

/** Groups whose members have roles; elections in schedules take 80 to 160 ms. */
export const GROUPS: readonly QuorumKind[] = [
  { name: 'learner', n: 4, quorum: { classic: 2, fast: 3 }, members: { 0: { role: 'learner' } } },
  { name: 'kept-from-leading', n: 3, quorum: 'majority', members: { 1: { leads: 0 } } },
  {
    name: 'preferred',
    n: 4,
    quorum: 'majority',
    members: { 0: { leads: 5 }, 1: { leads: 3, election: [40, 60] } },
    returnsAfter: 60,
  },
];
