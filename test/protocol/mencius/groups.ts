import type { QuorumKind } from '../replay.js';

/** Groups with members that have no vote and own no slots, or patience of their own; elections in schedules take 80 to 160 ms. */
export const GROUPS: readonly (QuorumKind & { share: number })[] = [
  {
    name: 'learner',
    n: 4,
    quorum: 'majority',
    members: { 1: { role: 'learner' }, 2: { election: [40, 60] } },
    share: 0.5,
  },
  {
    name: 'two-learners',
    n: 5,
    quorum: 'majority',
    members: { 0: { role: 'learner' }, 4: { role: 'learner' } },
    share: 0.5,
  },
];
