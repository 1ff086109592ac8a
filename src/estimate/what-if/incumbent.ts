import type { Evaluator } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { chooseLeader } from '../latency/leader.js';

/** The seed, and what has been worked out under it for all questions asked together. */
export interface Means {
  readonly seed: number;
  readonly evaluator: Evaluator;
  /** Who leads before anything happens. */
  readonly incumbents: Map<Deployment, string | undefined>;
}

/** Who leads before anything happens, as estimates say, settled once for all questions. */
export function incumbentOf(
  deployment: Deployment,
  protocol: Protocol,
  { evaluator, incumbents }: Means,
): string | undefined {
  if (protocol.traits.leadership === 'none') return undefined;
  if (!incumbents.has(deployment))
    incumbents.set(deployment, chooseLeader(deployment, protocol, new Set(), evaluator).leader);
  return incumbents.get(deployment);
}

/** The deployment with that leader named, who then stays until lost, whatever else becomes faster. */
export function withIncumbent(deployment: Deployment, protocol: Protocol, means: Means): Deployment {
  const leader = incumbentOf(deployment, protocol, means);
  if (leader === undefined || leader === deployment.protocol.leader) return deployment;
  return { ...deployment, protocol: { ...deployment.protocol, leader } };
}
