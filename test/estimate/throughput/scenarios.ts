import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { constant } from '../../../src/distribution/points.js';
import { asProtocol } from '../../../src/group/as-protocol.js';
import { contactSeen } from '../../../src/group/contact.js';
import { quorumsOf } from '../../../src/group/quorums.js';
import type { Standing } from '../../../src/group/standing.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { fitOf } from '../../../src/protocol/fit.js';
import type { SimulationRun } from '../../../src/result/simulation-run.js';
import { simulate } from '../../../src/simulation/simulate.js';
import type { Arrivals } from '../../../src/simulation/workload.js';
import type { Deployment, ProtocolChoice } from '../../../src/topology/deployment.js';

/** What a scenario changes in a bundled topology. */
export interface Changes {
  readonly disk?: boolean;
  readonly groupCommit?: boolean;
  readonly bandwidth?: number;
  readonly payload?: number;
  readonly protocol?: Partial<ProtocolChoice>;
}

/** Half reads, on many keys; no disk unless asked for. Named by what they put a load on. */
export const SCENARIOS = {
  disk: { disk: true },
  'group commit': { disk: true, groupCommit: true, protocol: { processing: 0.5 } },
  processor: { protocol: { processing: 0.5 } },
  sending: { protocol: { processing: 0.25, sending: 0.25 } },
  interface: { bandwidth: 1e7, payload: 10_000 },
  batch: { disk: true, protocol: { processing: 0.2, batch: { size: 10, delay: 5 } } },
  window: { disk: true, protocol: { window: 4 } },
} as const satisfies Readonly<Record<string, Changes>>;

export type Scenario = keyof typeof SCENARIOS;

/** A bundled topology under another protocol and with other resources; undefined where these do not fit each other. */
export async function situationOf(
  file: string,
  protocol: Protocol,
  changes: Changes,
): Promise<Standing | undefined> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}.yaml`], { quiet: true });
  const recast = asProtocol(deployment, protocol).deployment;
  if (fitOf(protocol, recast).some(({ severity }) => severity === 'error')) return undefined;
  const { network, replicas, clients } = recast;
  const varied: Deployment = {
    ...recast,
    replicas: replicas.map((replica) => ({
      ...replica,
      disk: {
        ...replica.disk,
        groupCommit: changes.groupCommit ?? replica.disk.groupCommit,
        fsync: changes.disk === true ? replica.disk.fsync : constant(0),
      },
    })),
    clients: clients.map((client) => ({ ...client, reads: 0.5 })),
    payload: changes.payload ?? 0,
    keys: { count: 1_000_000, zipf: 0, hot: 0 },
    network: {
      link: (from, to) => network.link(from, to),
      linkLimit: (from, to) => network.linkLimit(from, to),
      bandwidth: changes.bandwidth,
      overhead: network.overhead,
      loss: 0,
      dataset: network.dataset,
    },
    protocol: { ...recast.protocol, processing: 0, ...changes.protocol },
  };
  const leader = protocol.traits.leadership === 'stable' ? recast.protocol.leader : undefined;
  return { deployment: varied, protocol, leader, down: new Set() };
}

/** The simulator on this situation; with `perSecond`, the mix of all clients comes at that rate. */
export function run(
  situation: Standing,
  arrivals: Arrivals,
  operations: number,
  { perSecond, seed = 3 }: { readonly perSecond?: number; readonly seed?: number } = {},
): SimulationRun {
  const { deployment, protocol, leader } = situation;
  let sum = 0;
  for (const { rate = 0 } of deployment.clients) sum += rate;
  return simulate({
    deployment:
      perSecond === undefined
        ? deployment
        : {
            ...deployment,
            clients: deployment.clients.map((client) => ({
              ...client,
              rate: ((client.rate ?? 0) / sum) * perSecond,
            })),
          },
    machine: protocol.machine,
    leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: contactSeen(situation),
    seed,
    workload: { arrivals },
    until: { operations },
    traits: protocol.traits,
  });
}
