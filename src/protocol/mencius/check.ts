import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { disjointFinding } from '../finding.js';

/** What a phase-2 quorum has accepted of its owner's suggestions, a phase-1 quorum must tell whoever revokes the slot. */
export function check(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2 } = deployment.protocol.quorum;
  return disjointFinding(deployment, [phase1, phase2], (first, second) => ({
    message:
      `phase-1 quorum ${first} and phase-2 quorum ${second} have no replica in common: a replica that revokes ` +
      "another's slots asking the one would not hear of writes that the other has accepted. Every phase-1 quorum " +
      'must meet every phase-2 quorum',
    hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
  }));
}
