import { finding } from '../../../../src/protocol/finding.js';
import type { Deployment } from '../../../../src/topology/deployment.js';
import type { Diagnostic } from '../../../../src/topology/diagnostic.js';

/** What of this deployment the protocol cannot do, beyond what its traits tell. */
export function check(deployment: Deployment): Diagnostic[] {
  if (deployment.replicas.length === 1) return [];
  return [
    finding(deployment, 'warning', ['protocol', 'name'], {
      message: 'sole-copy replicates nothing: of several replicas, the leader alone has the data',
    }),
  ];
}
