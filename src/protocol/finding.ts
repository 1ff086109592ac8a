import { membersInQuorums, quorumOfEach } from '../quorum/combined.js';
import { disjointQuorums } from '../quorum/intersect.js';
import { eachMinimalQuorum } from '../quorum/minimal-quorums.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Deployment } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import { LEASE_SHARE } from './lease.js';
import { keepsLog } from './needs.js';

/** What a finding says: the message, and what to do about it. */
export interface Words {
  readonly message: string;
  readonly hint?: string;
}

/** A finding at a path of the file, or else at what the path's end belongs to. */
export function finding(
  deployment: Deployment,
  severity: Diagnostic['severity'],
  path: readonly (string | number)[],
  words: Words,
): Diagnostic {
  const position = deployment.locate(path) ?? deployment.locate(path.slice(0, 1));
  return { severity, file: deployment.file, ...words, ...(position === undefined ? {} : { position }) };
}

/** A finding where quorums of two kinds need not meet; `words` is given one of each as text, "{r0, r1}". */
export function disjointFinding(
  deployment: Deployment,
  [one, other]: readonly [QuorumSystem, QuorumSystem],
  words: (first: string, second: string) => Words,
): Diagnostic[] {
  const apart = disjointQuorums(one, other);
  if (apart === undefined) return [];
  const [first, second] = [apart.first, apart.second].map((ids) => `{${ids.join(', ')}}`);
  return [finding(deployment, 'error', ['protocol', 'quorum'], words(first, second))];
}

/**
 * A finding where a write may be chosen in a fast round on fewer disks than phase 2 asks for: it would go on after losses that
 * stop all that take the slow path.
 */
export function fastWithoutPhase2(deployment: Deployment, fast: QuorumSystem): Diagnostic[] {
  const { phase2 } = deployment.protocol.quorum;
  if (quorumOfEach([fast, phase2]) === fast) return [];
  for (const quorum of eachMinimalQuorum(fast)) {
    if (phase2.contains(quorum.reduce((set, id) => set | (1 << fast.members.indexOf(id)), 0))) continue;
    return [
      finding(deployment, 'error', ['protocol', 'quorum'], {
        message:
          `fast quorum {${quorum.join(', ')}} contains no phase-2 quorum: what it chooses is on fewer disks than phase 2 asks ` +
          'for, and goes on where what takes the slow path does not. Every fast quorum must contain a phase-2 quorum',
        hint: 'make fast quorums larger or those of phase 2 smaller, or leave fast out',
      }),
    ];
  }
  return [];
}

/**
 * A finding where writes count on an arbiter. It keeps no log: a later leader that met the quorum of a write in an arbiter
 * alone would not hear of it.
 */
export function arbiterFinding(deployment: Deployment): Diagnostic[] {
  const { replicas, protocol } = deployment;
  const acknowledges = membersInQuorums(protocol.quorum.phase2);
  return replicas
    .filter((replica) => !keepsLog(replica) && acknowledges.has(replica.index))
    .map(({ id }) =>
      finding(deployment, 'error', ['protocol', 'quorum'], {
        message:
          `phase-2 quorums count on ${id}, an arbiter: it keeps no log, so a leader that meets the quorum of a write in ` +
          `${id} alone would not have it. Every phase-1 quorum must meet every phase-2 quorum in a replica with a log`,
        hint: `make ${id} a witness, or leave it out of the quorums for writes`,
      }),
    );
}

/** A finding where a leader's lease, a share of what the others grant, ends before the next heartbeat renews it. */
export function shortLeaseFinding(deployment: Deployment): Diagnostic[] {
  const { heartbeat, election, leaderLease } = deployment.timeouts;
  const lease = LEASE_SHARE * (leaderLease ?? election[0]);
  const granted = leaderLease === undefined ? 'the shortest election timeout' : 'leader-lease';
  if (heartbeat < lease) return [];
  const path =
    deployment.locate(['timeouts', 'heartbeat']) === undefined
      ? ['protocol', 'reads']
      : ['timeouts', 'heartbeat'];
  return [
    finding(deployment, 'warning', path, {
      message:
        `the leader's lease of ${round(lease)} ms (${LEASE_SHARE} of ${granted}) ends before the ` +
        `next heartbeat, ${round(heartbeat)} ms after the last: most reads would wait for a round of heartbeats`,
      hint: `choose a heartbeat well below ${granted}`,
    }),
  ];
}

/** A finding where a lease of the leader is given and nobody reads by one. */
export function idleLeaseFinding(deployment: Deployment): Diagnostic[] {
  if (deployment.timeouts.leaderLease === undefined) return [];
  return [
    finding(deployment, 'warning', ['timeouts', 'leader-lease'], {
      message: 'no read goes by a lease of the leader, so its length makes no difference',
      hint: 'write protocol: { reads: leader-lease }, or leave it out',
    }),
  ];
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
