import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { finding } from '../finding.js';

/** What of this deployment primary/backup does in another way than its file may mean. Quorums need not meet: there is one primary. */
export function check(deployment: Deployment): Diagnostic[] {
  return [...alone(deployment), ...noLease(deployment), ...unusedPhase(deployment)];
}

/** Asynchronous: a write is acknowledged that nobody but the primary has. */
function alone(deployment: Deployment): Diagnostic[] {
  const { replicas, protocol } = deployment;
  if (replicas.length === 1) return [];
  const named = replicas.filter(({ id }) => id === protocol.leader);
  const primary = (named.length > 0 ? named : replicas).find(({ index }) =>
    protocol.quorum.phase2.contains(1 << index),
  );
  if (primary === undefined) return [];
  return [
    finding(deployment, 'warning', ['protocol', 'quorum'], {
      message:
        `{${primary.id}} is a quorum by itself: with ${primary.id} as primary, replication is asynchronous, and its loss ` +
        'may lose acknowledged writes, those that no backup had yet',
      hint: 'with counts, a threshold of 2 or more has each write on another disk before it is acknowledged',
    }),
  ];
}

function noLease(deployment: Deployment): Diagnostic[] {
  if (deployment.protocol.reads !== 'leader-lease') return [];
  return [
    finding(deployment, 'warning', ['protocol', 'reads'], {
      message:
        'primary-backup has no lease that ends: the primary answers reads alone for as long as it is not stopped. They ' +
        'are up to date only if the operator stops the old primary before promoting another',
      hint: 'write reads: primary for the same without this warning',
    }),
  ];
}

function unusedPhase(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2 } = deployment.protocol.quorum;
  if (phase1 === phase2) return [];
  return [
    finding(deployment, 'warning', ['protocol', 'quorum'], {
      message: 'primary-backup has no elections: writes wait for phase-2 quorums, and phase 1 is not used',
    }),
  ];
}
