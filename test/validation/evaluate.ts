import type { Distribution } from '../../src/distribution/distribution.js';
import { viewOf } from '../../src/estimate/latency/view.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import { contactOf } from '../../src/group/contact.js';
import { Evaluator } from '../../src/outcome/evaluate.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { fitOf } from '../../src/protocol/fit.js';
import { protocolNamed, protocols } from '../../src/protocol/registry.js';
import type { SimulationResult } from '../../src/result/simulation.js';
import type { Arrivals } from '../../src/simulation/workload.js';
import { buildDeployment } from '../../src/topology/build-deployment.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { parseTopology } from '../../src/topology/parse-topology.js';
import type { Resources } from '../../src/topology/resources.js';

const NOTHING: Resources = {
  rttNames: [],
  rtt: (name) => `no ${name} here`,
  file: () => ({ error: 'no files here' }),
};

/** A deployment from a topology given as data: JSON is YAML, so it takes the way that a user's file takes. */
export function deploymentOf(topology: object): Deployment {
  const { document, diagnostics } = parseTopology(JSON.stringify({ version: 1, ...topology }), 'case.yaml');
  const built =
    document === undefined
      ? undefined
      : buildDeployment(document, NOTHING, { protocols: protocols.map(({ name }) => name) });
  const deployment = built?.deployment;
  const errors = [
    ...diagnostics,
    ...(built?.diagnostics ?? []),
    ...(deployment === undefined ? [] : fitOf(protocolOf(deployment), deployment)),
  ].filter(({ severity }) => severity === 'error');
  if (deployment === undefined || errors.length > 0) {
    throw new Error(`the case's topology is not sound: ${errors.map(({ message }) => message).join('; ')}`);
  }
  return deployment;
}

export interface Asked {
  readonly client: string;
  /** Undefined where the protocol has none. */
  readonly leader?: string | undefined;
  readonly down?: readonly string[];
}

/** The law of one client's operation, with some replicas down. */
export function lawOf(
  deployment: Deployment,
  operation: 'write' | 'read' | 'execution',
  { client: id, leader, down = [] }: Asked,
): Distribution {
  const protocol = protocolOf(deployment);
  const client = deployment.clients.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  const situation = { deployment, protocol, leader, down: new Set(down) };
  const entry = contactOf(situation, client);
  const outcome = protocol.model[operation];
  if (entry === undefined) throw new Error('no replica is up');
  if (outcome === undefined) throw new Error(`${protocol.name} has no ${operation} of its own`);
  return new Evaluator({ seed: 1, samples: 40_000 }).evaluate(outcome(viewOf(situation, client, entry))).law;
}

/** A run of the protocol's machines; it throws where one of the checks of safety finds anything. */
export function simulationOf(
  deployment: Deployment,
  arrivals: Arrivals,
  operations: number,
): SimulationResult {
  const result = simulateDeployment(deployment, protocolOf(deployment), {
    seed: 1,
    arrivals,
    load: arrivals.kind,
    operations,
    faults: [],
    faultTexts: [],
  });
  if (result.safety.violations > 0) throw new Error(`${deployment.name}: ${result.safety.first}`);
  return result;
}

function protocolOf({ protocol: { name } }: Deployment): Protocol {
  const protocol = protocolNamed(name);
  if (protocol === undefined) throw new Error(`no protocol ${name}`);
  return protocol;
}
