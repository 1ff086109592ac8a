import type { Protocol } from '../../protocol/contract/protocol.js';
import type { About } from '../../result/chart-data.js';
import type { Deployment } from '../../topology/deployment.js';

/** What a chart of a deployment is about; its figures rest on the deployment's RTTs. */
export function aboutOf(deployment: Deployment, protocol: Protocol, leader: string | undefined): About {
  const { dataset } = deployment.network;
  return {
    name: deployment.name,
    protocol: leader === undefined ? protocol.title : `${protocol.title}, leader ${leader}`,
    source: dataset === undefined ? "RTTs of the topology's own" : `RTTs ${dataset.name}`,
  };
}
