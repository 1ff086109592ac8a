import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { arbiterFinding, disjointFinding, idleLeaseFinding, shortLeaseFinding } from '../finding.js';
import { traits } from './traits.js';

/** What of this deployment Raft cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  const { quorum, reads } = deployment.protocol;
  return [
    // Leader Completeness needs phase 1 to meet phase 2.
    ...disjointFinding(deployment, [quorum.phase1, quorum.phase2], (first, second) => ({
      message:
        `phase-1 quorum ${first} and phase-2 quorum ${second} have no replica in common: a ` +
        'leader elected by the one need not have writes that the other has on disk. Every phase-1 quorum must meet ' +
        'every phase-2 quorum',
      hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
    })),
    // Election Safety: a term belongs to whoever is voted for in it. (Paxos' ballots have owners, and do without.)
    ...disjointFinding(deployment, [quorum.phase1, quorum.phase1], (first, second) => ({
      message:
        `phase-1 quorums ${first} and ${second} have no replica in common, so that ` +
        'one term could have two leaders. In Raft every two phase-1 quorums must meet',
      hint: 'make phase-1 quorums larger; with counts, phase 1 must exceed half of the replicas',
    })),
    ...arbiterFinding(deployment),
    ...((reads ?? traits.reads[0]) === 'leader-lease'
      ? shortLeaseFinding(deployment)
      : idleLeaseFinding(deployment)),
  ];
}
