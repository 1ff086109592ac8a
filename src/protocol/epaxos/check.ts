import { eachMinimalQuorum } from '../../quorum/minimal-quorums.js';
import type { QuorumSystem } from '../../quorum/system.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { disjointFinding, fastWithoutPhase2, finding } from '../finding.js';
import { hasVote, idsOf } from '../needs.js';
import { fastQuorumOf, fastQuorumSize } from './quorums.js';

/** What of this deployment EPaxos cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2 } = deployment.protocol.quorum;
  const voters = idsOf(deployment.replicas, hasVote);
  const fast = fastQuorumOf(deployment.protocol.quorum, voters);
  const kinds: readonly (readonly [string, QuorumSystem])[] =
    phase1 === phase2
      ? [
          ['classic', phase2],
          ['fast', fast],
        ]
      : [
          ['phase-1', phase1],
          ['phase-2', phase2],
          ['fast', fast],
        ];
  const found = kinds.flatMap(([name, one], i) =>
    kinds.slice(i).flatMap(([otherName, other]) =>
      disjointFinding(deployment, [one, other], (first, second) => ({
        message:
          `${name} quorum ${first} and ${otherName} quorum ${second} have no replica in common: two commands that ` +
          'interfere could be committed without either depending on the other. With epaxos any two quorums must meet',
        hint: 'make the quorums larger, or leave quorum out: then they are majorities, and fast ones as the paper has them',
      })),
    ),
  );
  found.push(...fastWithoutPhase2(deployment, fast));
  return found.length > 0 ? found : smallFastQuorum(deployment, fast, voters.length);
}

/** Safe, but a recovery may find two commands possible that exclude each other. */
function smallFastQuorum(deployment: Deployment, fast: QuorumSystem, voters: number): Diagnostic[] {
  const least = fastQuorumSize(voters);
  const [smallest] = eachMinimalQuorum(fast);
  if (smallest === undefined || smallest.length >= least) return [];
  return [
    finding(deployment, 'warning', ['protocol', 'quorum'], {
      message:
        `fast quorum {${smallest.join(', ')}} is smaller than the ${least} of ${voters} with which ` +
        'recovery can always tell what was committed: after crashes some commands may have to wait until replicas are back',
    }),
  ];
}
