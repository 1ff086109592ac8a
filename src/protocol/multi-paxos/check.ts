import { disjointQuorums } from '../../quorum/intersect.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { LEASE_SHARE } from './lease.js';
import { traits } from './traits.js';

/** What of this deployment Multi-Paxos cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  return [
    ...quorumsThatMiss(deployment),
    ...readModes(deployment),
    ...unknownLeader(deployment),
    ...fastQuorums(deployment),
    ...shortLease(deployment),
  ];
}

/** Flexible Paxos: phase 1 must meet phase 2, and that is all that must meet. */
function quorumsThatMiss(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2 } = deployment.protocol.quorum;
  const apart = disjointQuorums(phase1, phase2);
  if (apart === undefined) return [];
  const [first, second] = [setOf(apart.first), setOf(apart.second)];
  return [
    diagnostic(deployment, 'error', 'quorum', {
      message:
        `phase-1 quorum ${first} and phase-2 quorum ${second} have no replica in common: a new leader asking the ` +
        'one would not hear of writes that the other has accepted. Every phase-1 quorum must meet every phase-2 quorum',
      hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
    }),
  ];
}

function readModes(deployment: Deployment): Diagnostic[] {
  const { reads } = deployment.protocol;
  if (reads === undefined || traits.reads.includes(reads)) return [];
  const allowed = traits.reads.join(', ');
  return [
    diagnostic(deployment, 'error', 'reads', {
      message: `multi-paxos has no '${reads}' reads; allowed are ${allowed}`,
    }),
  ];
}

function unknownLeader(deployment: Deployment): Diagnostic[] {
  const { leader } = deployment.protocol;
  const ids = deployment.replicas.map(({ id }) => id);
  if (leader === undefined || leader === 'best' || ids.includes(leader)) return [];
  return [
    diagnostic(deployment, 'error', 'leader', {
      message: `no replica is called '${leader}'; the leader is one of ${ids.join(', ')}, or best`,
    }),
  ];
}

function fastQuorums(deployment: Deployment): Diagnostic[] {
  if (deployment.protocol.quorum.fast === undefined) return [];
  return [
    diagnostic(deployment, 'warning', 'quorum', {
      message: 'multi-paxos has no fast rounds, so the fast quorum makes no difference',
    }),
  ];
}

/** A lease that ends before the next heartbeat can renew it makes reads wait for heartbeats. */
function shortLease(deployment: Deployment): Diagnostic[] {
  const { heartbeat, election } = deployment.timeouts;
  const { reads } = deployment.protocol;
  const lease = LEASE_SHARE * election[0];
  if ((reads !== undefined && reads !== 'leader-lease') || heartbeat < lease) return [];
  return [
    {
      ...diagnostic(deployment, 'warning', 'reads', {
        message:
          `the leader's lease of ${round(lease)} ms (${LEASE_SHARE} of the shortest election timeout) ends before the ` +
          `next heartbeat, ${round(heartbeat)} ms after the last: most reads would wait for a round of heartbeats`,
        hint: 'choose a heartbeat well below the shortest election timeout',
      }),
      ...positionOf(deployment, ['timeouts', 'heartbeat']),
    },
  ];
}

function diagnostic(
  deployment: Deployment,
  severity: Diagnostic['severity'],
  key: string,
  text: { readonly message: string; readonly hint?: string },
): Diagnostic {
  return { severity, file: deployment.file, ...text, ...positionOf(deployment, ['protocol', key]) };
}

/** The position of the key, or else of what it belongs to. */
function positionOf(deployment: Deployment, path: readonly string[]): Pick<Diagnostic, 'position'> {
  const position = deployment.locate(path) ?? deployment.locate(path.slice(0, 1));
  return position === undefined ? {} : { position };
}

function setOf(ids: readonly string[]): string {
  return `{${ids.join(', ')}}`;
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
