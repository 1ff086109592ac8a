import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { finding } from '../finding.js';
import { leaseBelowBeacons, leaseBeyondGrace } from '../grace-findings.js';

/** What of this deployment PacificA cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  const { replicas, protocol } = deployment;
  const isOpen = replicas.every(({ id }) => id !== protocol.leader);
  return [
    ...leaseBeyondGrace(deployment, 'a secondary could become primary while the old one still answers reads'),
    ...leaseBelowBeacons(
      deployment,
      ({ id }) => isOpen || id === protocol.leader,
      'the primary then stops and has a healthy secondary removed',
    ),
    ...otherQuorums(deployment),
  ];
}

/** The file asks for quorums, and writes wait for all. */
function otherQuorums(deployment: Deployment): Diagnostic[] {
  const { replicas, protocol } = deployment;
  if (deployment.locate(['protocol', 'quorum']) === undefined) return [];
  const everyone = 2 ** replicas.length - 1;
  if (replicas.every(({ index }) => !protocol.quorum.phase2.contains(everyone & ~(1 << index)))) return [];
  return [
    finding(deployment, 'warning', ['protocol', 'quorum'], {
      message:
        'pacifica waits for all replicas of its configuration, and its configuration manager for a majority of all ' +
        'that have a vote, so the quorum makes no difference',
    }),
  ];
}
