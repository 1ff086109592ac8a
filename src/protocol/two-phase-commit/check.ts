import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { finding } from '../finding.js';

/** What of this deployment two-phase commit takes no notice of. It can run on any. */
export function check(deployment: Deployment): Diagnostic[] {
  const { protocol, replicas } = deployment;
  if (deployment.locate(['protocol', 'quorum']) === undefined) return []; // Not asked for.
  const everyone = (1 << replicas.length) - 1;
  const { phase2 } = protocol.quorum;
  const spared = replicas.filter(({ index }) => phase2.contains(everyone & ~(1 << index)));
  if (spared.length === 0) return [];
  const ids = spared.map(({ id }) => id).join(', ');
  return [
    finding(deployment, 'warning', ['protocol', 'quorum'], {
      message:
        'two-phase commit waits for the vote of every replica, whatever quorum is asked for: ' +
        `writes stop while any one is away, here also ${ids}`,
      hint: 'leave quorum out, or choose a protocol that goes on with a quorum',
    }),
  ];
}
