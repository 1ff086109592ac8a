import { disjointQuorums } from '../quorum/intersect.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Deployment } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';

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

/** A finding where a leader's lease, a share of the least election timeout, ends before the next heartbeat renews it. */
export function shortLeaseFinding(deployment: Deployment, share: number): Diagnostic[] {
  const { heartbeat, election } = deployment.timeouts;
  const lease = share * election[0];
  if (heartbeat < lease) return [];
  const path =
    deployment.locate(['timeouts', 'heartbeat']) === undefined
      ? ['protocol', 'reads']
      : ['timeouts', 'heartbeat'];
  return [
    finding(deployment, 'warning', path, {
      message:
        `the leader's lease of ${round(lease)} ms (${share} of the shortest election timeout) ends before the ` +
        `next heartbeat, ${round(heartbeat)} ms after the last: most reads would wait for a round of heartbeats`,
      hint: 'choose a heartbeat well below the shortest election timeout',
    }),
  ];
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
