import type { Distribution } from '../../src/distribution/distribution.js';
import { entryOf, viewOf } from '../../src/estimate/view.js';
import { Evaluator } from '../../src/outcome/evaluate.js';
import { protocolNamed } from '../../src/protocol/registry.js';
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
      : buildDeployment(document, NOTHING, { protocols: ['multi-paxos', 'raft'] });
  const errors = [...diagnostics, ...(built?.diagnostics ?? [])].filter(
    ({ severity }) => severity === 'error',
  );
  if (built?.deployment === undefined || errors.length > 0) {
    throw new Error(`the case's topology is not sound: ${errors.map(({ message }) => message).join('; ')}`);
  }
  return built.deployment;
}

/** The law of one client's operation, with some replicas down. */
export function lawOf(
  deployment: Deployment,
  operation: 'write' | 'read',
  options: { client: string; leader: string; down?: readonly string[] },
): Distribution {
  const protocol = protocolNamed(deployment.protocol.name);
  const client = deployment.clients.find(({ id }) => id === options.client);
  if (protocol === undefined || client === undefined) throw new Error(`no client ${options.client}`);
  const situation = { deployment, protocol, leader: options.leader, down: new Set(options.down ?? []) };
  const entry = entryOf(situation, client);
  if (entry === undefined) throw new Error('no replica is up');
  return new Evaluator({ seed: 1, samples: 40_000 }).evaluate(
    protocol.model[operation](viewOf(situation, client, entry)),
  ).law;
}
