import type { Deployment, Replica } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import { finding } from './finding.js';

/** What of a deployment does not fit to leases that end within a grace period (configuration-leases.ts). */

/** The old one must have stopped when another moves to replace it. `wrong`: what could happen else. */
export function leaseBeyondGrace(deployment: Deployment, wrong: string): Diagnostic[] {
  const { lease, grace } = deployment.timeouts;
  if (lease < grace) return [];
  return [
    finding(deployment, 'error', ['timeouts', firstNamed(deployment, ['grace', 'lease'])], {
      message: `the lease of ${round(lease)} ms must be shorter than the grace period of ${round(grace)} ms: ${wrong}`,
      hint: 'the ratio of the two is by how much one clock may run faster than another; grace twice the lease is ample',
    }),
  ];
}

/**
 * A lease is renewed by the answer to the next beacon; if it ends before that, a healthy replica is taken for lost.
 *
 * @param mayServe those voters that may send beacons
 * @param wrong what happens then
 */
export function leaseBelowBeacons(
  deployment: Deployment,
  mayServe: (voter: Replica) => boolean,
  wrong: string,
): Diagnostic[] {
  const { heartbeat, lease } = deployment.timeouts;
  const farthest = longestRoundTrip(deployment, mayServe);
  if (heartbeat + farthest.ms < lease) return [];
  return [
    finding(deployment, 'warning', ['timeouts', firstNamed(deployment, ['lease', 'heartbeat'])], {
      message:
        `a lease of ${round(lease)} ms can end before the next beacon renews it: ${round(heartbeat)} ms between beacons ` +
        `and ${round(farthest.ms)} ms there and back${farthest.between}; ${wrong}`,
      hint: 'choose a lease of several heartbeats and the longest round trip',
    }),
  ];
}

/** Which of these timeouts the file names, the first; `election` where none, which both are derived from. */
function firstNamed(deployment: Deployment, keys: readonly string[]): string {
  return keys.find((key) => deployment.locate(['timeouts', key]) !== undefined) ?? 'election';
}

/** The longest mean round trip between one that may serve and another voter. */
function longestRoundTrip(
  { replicas, network }: Deployment,
  mayServe: (voter: Replica) => boolean,
): { ms: number; between: string } {
  const voters = replicas.filter(({ role }) => role === 'voter');
  let longest = { ms: 0, between: '' };
  for (const a of voters.filter(mayServe)) {
    for (const b of voters) {
      if (a.id === b.id) continue;
      const ms = network.link(a.at, b.at).rtt.mean;
      if (ms > longest.ms) longest = { ms, between: ` between ${a.id} and ${b.id}` };
    }
  }
  return longest;
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
