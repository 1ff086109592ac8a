import { disjointQuorums } from '../../quorum/intersect.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { LEASE_SHARE } from './lease.js';
import { traits } from './traits.js';

/** What of this deployment Raft cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  return [
    ...quorumsThatMiss(deployment),
    ...readModes(deployment),
    ...unknownLeader(deployment),
    ...fastQuorums(deployment),
    ...shortLease(deployment),
  ];
}

/**
 * Leader Completeness needs phase 1 to meet phase 2; Election Safety needs phase-1 quorums to meet each other, for a term
 * belongs to whoever is voted for in it. (Paxos' ballots have owners, so that it can do without the second.)
 */
function quorumsThatMiss(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2 } = deployment.protocol.quorum;
  const problems: Diagnostic[] = [];
  const apart = disjointQuorums(phase1, phase2);
  if (apart !== undefined) {
    problems.push(
      diagnostic(deployment, 'error', 'quorum', {
        message:
          `phase-1 quorum ${setOf(apart.first)} and phase-2 quorum ${setOf(apart.second)} have no replica in common: a ` +
          'leader elected by the one need not have writes that the other has on disk. Every phase-1 quorum must meet ' +
          'every phase-2 quorum',
        hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
      }),
    );
  }
  const twoLeaders = disjointQuorums(phase1, phase1);
  if (twoLeaders !== undefined) {
    problems.push(
      diagnostic(deployment, 'error', 'quorum', {
        message:
          `phase-1 quorums ${setOf(twoLeaders.first)} and ${setOf(twoLeaders.second)} have no replica in common, so that ` +
          'one term could have two leaders. In Raft every two phase-1 quorums must meet',
        hint: 'make phase-1 quorums larger; with counts, phase 1 must exceed half of the replicas',
      }),
    );
  }
  return problems;
}

function readModes(deployment: Deployment): Diagnostic[] {
  const { reads } = deployment.protocol;
  if (reads === undefined || traits.reads.includes(reads)) return [];
  const allowed = traits.reads.join(', ');
  return [
    diagnostic(deployment, 'error', 'reads', {
      message: `raft has no '${reads}' reads; allowed are ${allowed}`,
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
      message: 'raft has no fast rounds, so the fast quorum makes no difference',
    }),
  ];
}

/** A lease that ends before the next heartbeat can renew it makes reads wait for heartbeats. */
function shortLease(deployment: Deployment): Diagnostic[] {
  const { heartbeat, election } = deployment.timeouts;
  const { reads } = deployment.protocol;
  const lease = LEASE_SHARE * election[0];
  if ((reads ?? traits.reads[0]) !== 'leader-lease' || heartbeat < lease) return [];
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
