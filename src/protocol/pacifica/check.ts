import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { finding } from '../finding.js';

/** What of this deployment PacificA cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  return [...leaseWithinGrace(deployment), ...shortLease(deployment), ...otherQuorums(deployment)];
}

/** The old primary must have stopped when a secondary moves to replace it. */
function leaseWithinGrace(deployment: Deployment): Diagnostic[] {
  const { lease, grace } = deployment.timeouts;
  if (lease < grace) return [];
  const named = ['grace', 'lease'].find((key) => deployment.locate(['timeouts', key]) !== undefined);
  return [
    finding(deployment, 'error', ['timeouts', named ?? 'election'], {
      message:
        `the lease of ${round(lease)} ms must be shorter than the grace period of ${round(grace)} ms: a secondary ` +
        'could become primary while the old one still answers reads',
      hint: 'the ratio of the two is by how much one clock may run faster than another; grace twice the lease is ample',
    }),
  ];
}

/** A lease is renewed by the answer to the next beacon; if it ends before that, a healthy secondary is removed. */
function shortLease(deployment: Deployment): Diagnostic[] {
  const { heartbeat, lease } = deployment.timeouts;
  const farthest = longestRoundTrip(deployment);
  if (heartbeat + farthest.ms < lease) return [];
  const named = ['lease', 'heartbeat'].find((key) => deployment.locate(['timeouts', key]) !== undefined);
  return [
    finding(deployment, 'warning', ['timeouts', named ?? 'election'], {
      message:
        `a lease of ${round(lease)} ms can end before the next beacon renews it: ${round(heartbeat)} ms between beacons ` +
        `and ${round(farthest.ms)} ms there and back${farthest.between}; the primary then stops and has a healthy ` +
        'secondary removed',
      hint: 'choose a lease of several heartbeats and the longest round trip',
    }),
  ];
}

/** The longest mean round trip between the primary (any, where it is open who that is) and another voter. */
function longestRoundTrip({ replicas, network, protocol }: Deployment): { ms: number; between: string } {
  const voters = replicas.filter(({ role }) => role === 'voter');
  let longest = { ms: 0, between: '' };
  for (const a of voters) {
    if (replicas.some(({ id }) => id === protocol.leader) && a.id !== protocol.leader) continue;
    for (const b of voters) {
      if (a.id === b.id) continue;
      const ms = network.link(a.at, b.at).rtt.mean;
      if (ms > longest.ms) longest = { ms, between: ` between ${a.id} and ${b.id}` };
    }
  }
  return longest;
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

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
