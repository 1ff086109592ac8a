import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { arbiterFinding, disjointFinding, idleLeaseFinding, shortLeaseFinding } from '../finding.js';
import { traits } from './traits.js';

/** What of this deployment Multi-Paxos cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  const { quorum, reads } = deployment.protocol;
  return [
    // Flexible Paxos: phase 1 must meet phase 2, and that is all that must meet.
    ...disjointFinding(deployment, [quorum.phase1, quorum.phase2], (first, second) => ({
      message:
        `phase-1 quorum ${first} and phase-2 quorum ${second} have no replica in common: a new leader asking the ` +
        'one would not hear of writes that the other has accepted. Every phase-1 quorum must meet every phase-2 quorum',
      hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
    })),
    ...arbiterFinding(deployment),
    ...((reads ?? traits.reads[0]) === 'leader-lease'
      ? shortLeaseFinding(deployment)
      : idleLeaseFinding(deployment)),
  ];
}
