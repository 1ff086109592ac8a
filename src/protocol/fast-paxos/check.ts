import { fastConflict } from '../../quorum/intersect.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { disjointFinding, fastWithoutPhase2, finding } from '../finding.js';
import { hasVote, idsOf } from '../needs.js';
import { quorumsInUse } from './quorums.js';

/** "Fast Paxos" §3.1, the fast quorum requirement: (a) any two classic quorums meet, (b) any two fast and a classic one do. */
export function check(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2, fast } = quorumsInUse(
    deployment.protocol.quorum,
    idsOf(deployment.replicas, hasVote),
  );
  const classic = disjointFinding(deployment, [phase1, phase2], (first, second) => ({
    message:
      `phase-1 quorum ${first} and phase-2 quorum ${second} have no replica in common: a new coordinator asking the ` +
      'one would not hear of writes that the other has accepted. Every phase-1 quorum must meet every phase-2 quorum',
    hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
  }));
  const apart = fastConflict(fast, phase1);
  if (apart === undefined) return [...classic, ...fastWithoutPhase2(deployment, fast)];
  const [one, other, third] = [apart.first, apart.second, apart.classic].map((ids) => `{${ids.join(', ')}}`);
  const problem = finding(deployment, 'error', ['protocol', 'quorum'], {
    message:
      `fast quorums ${one} and ${other} and classic quorum ${third} have no replica in common to all three: a ` +
      'coordinator asking the last could not tell which of two commands the first two may have chosen. Any two fast ' +
      'quorums and any classic quorum must have a replica in common',
    hint: 'make fast quorums larger; with counts among n, 2 × fast + classic must exceed 2 × n',
  });
  return [...classic, problem];
}
