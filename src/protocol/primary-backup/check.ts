import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { traits } from './traits.js';

/** What of this deployment primary/backup cannot do, errors first. Quorums need not meet: there is one primary. */
export function check(deployment: Deployment): Diagnostic[] {
  return [
    ...readModes(deployment),
    ...unknownPrimary(deployment),
    ...alone(deployment),
    ...noLease(deployment),
    ...unusedQuorums(deployment),
  ];
}

function readModes(deployment: Deployment): Diagnostic[] {
  const { reads } = deployment.protocol;
  if (reads === undefined || traits.reads.includes(reads)) return [];
  return [
    diagnostic(deployment, 'error', 'reads', {
      message: `primary-backup has no '${reads}' reads; allowed are ${traits.reads.join(', ')}`,
    }),
  ];
}

function unknownPrimary(deployment: Deployment): Diagnostic[] {
  const { leader } = deployment.protocol;
  const ids = deployment.replicas.map(({ id }) => id);
  if (leader === undefined || leader === 'best' || ids.includes(leader)) return [];
  return [
    diagnostic(deployment, 'error', 'leader', {
      message: `no replica is called '${leader}'; the primary is one of ${ids.join(', ')}, or best`,
    }),
  ];
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
    diagnostic(deployment, 'warning', 'quorum', {
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
    diagnostic(deployment, 'warning', 'reads', {
      message:
        'primary-backup has no lease that ends: the primary answers reads alone for as long as it is not stopped. They ' +
        'are up to date only if the operator stops the old primary before promoting another',
      hint: 'leave reads out for the same without this warning',
    }),
  ];
}

function unusedQuorums(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2, fast } = deployment.protocol.quorum;
  const found: Diagnostic[] = [];
  if (phase1 !== phase2) {
    found.push(
      diagnostic(deployment, 'warning', 'quorum', {
        message: 'primary-backup has no elections: writes wait for phase-2 quorums, and phase 1 is not used',
      }),
    );
  }
  if (fast !== undefined) {
    found.push(
      diagnostic(deployment, 'warning', 'quorum', {
        message: 'primary-backup has no fast rounds, so the fast quorum makes no difference',
      }),
    );
  }
  return found;
}

/** At the key, or else at what it belongs to. */
function diagnostic(
  deployment: Deployment,
  severity: Diagnostic['severity'],
  key: string,
  text: { readonly message: string; readonly hint?: string },
): Diagnostic {
  const position = deployment.locate(['protocol', key]) ?? deployment.locate(['protocol']);
  return { severity, file: deployment.file, ...text, ...(position === undefined ? {} : { position }) };
}
