import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { constant } from '../../../src/distribution/points.js';
import { asProtocol } from '../../../src/estimate/as-protocol.js';
import { quorumsOf } from '../../../src/estimate/quorums.js';
import { operationsOf } from '../../../src/estimate/throughput/demands.js';
import { latenciesAt } from '../../../src/estimate/throughput/hockey-stick.js';
import { throughputOf } from '../../../src/estimate/throughput/throughput.js';
import { entryOf, type Situation, viewOf } from '../../../src/estimate/view.js';
import { Evaluator } from '../../../src/outcome/evaluate.js';
import type { Protocol } from '../../../src/protocol/contract.js';
import { fitOf } from '../../../src/protocol/fit.js';
import { protocolNamed, protocols } from '../../../src/protocol/registry.js';
import type { SimulationRun } from '../../../src/simulation/result.js';
import { simulate } from '../../../src/simulation/simulate.js';
import type { Arrivals } from '../../../src/simulation/workload.js';
import type { Deployment, ProtocolChoice } from '../../../src/topology/deployment.js';

/** Why the model of a protocol does not hold under load. */
const MISFITS: Readonly<Record<string, string>> = {
  'fast-paxos': 'commands that are under way at one time collide; the model takes collisions as an input',
  mencius:
    'the model speaks of one command at a time; under load others’ slots in front are in use, not skipped',
};

interface Changes {
  readonly disk?: boolean;
  readonly bandwidth?: number;
  readonly payload?: number;
  readonly protocol?: Partial<ProtocolChoice>;
}

/** Half reads, on many keys; no disk unless asked for. */
const VARIANTS: Readonly<Record<'disk' | 'processor' | 'interface', Changes>> = {
  disk: { disk: true },
  processor: { protocol: { processing: 0.5 } },
  interface: { bandwidth: 1e7, payload: 10_000 },
};

async function situationOf(
  file: string,
  protocol: Protocol,
  changes: Changes,
): Promise<Situation | undefined> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}.yaml`], { quiet: true });
  const recast = asProtocol(deployment, protocol).deployment;
  if (fitOf(protocol, recast).some(({ severity }) => severity === 'error')) return undefined;
  const { network, replicas, clients } = recast;
  const varied: Deployment = {
    ...recast,
    replicas:
      changes.disk === true
        ? replicas
        : replicas.map((replica) => ({ ...replica, disk: { ...replica.disk, fsync: constant(0) } })),
    clients: clients.map((client) => ({ ...client, reads: 0.5 })),
    payload: changes.payload ?? 0,
    keys: { count: 1_000_000, zipf: 0, hot: 0 },
    network: {
      link: (from, to) => network.link(from, to),
      linkBandwidth: (from, to) => network.linkBandwidth(from, to),
      bandwidth: changes.bandwidth,
      overhead: network.overhead,
      loss: 0,
      dataset: network.dataset,
    },
    protocol: { ...recast.protocol, ...changes.protocol },
  };
  const leader = protocol.traits.leadership === 'stable' ? recast.protocol.leader : undefined;
  return { deployment: varied, protocol, leader, down: new Set() };
}

function run(
  situation: Situation,
  arrivals: Arrivals,
  operations: number,
  perSecond?: number,
): SimulationRun {
  const { deployment, protocol, leader } = situation;
  let sum = 0;
  for (const { rate = 0 } of deployment.clients) sum += rate;
  const entries = (kind: 'write' | 'read') =>
    deployment.clients.map((client) => entryOf(situation, client, kind) as string);
  const [writes, reads] = [entries('write'), entries('read')];
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
    entryOf: (client) => writes[client],
    readEntryOf: (client) => reads[client],
    seed: 3,
    workload: { arrivals },
    until: { operations },
    traits: protocol.traits,
  });
}

const evaluator = () => new Evaluator({ seed: 1, samples: 20_000 });
const maxOf = ({ deployment, protocol, leader }: Situation) =>
  throughputOf(deployment, protocol, leader, evaluator());

describe('capacity: model and a closed loop of the simulator within 5 %', () => {
  const fitting = protocols
    .filter(({ name }) => name !== 'fast-paxos')
    .map((one) => [one.name, one] as const);

  it.each(fitting)('%s, bound by disk, processor, and interface', async (_name, protocol) => {
    let held = 0;
    for (const [bound, changes] of Object.entries(VARIANTS)) {
      const situation = await situationOf('one-region-three-zones', protocol, changes);
      if (situation === undefined) continue;
      const { max, bottleneck } = maxOf(situation);
      const { operations, span } = run(situation, { kind: 'closed', outstanding: 400 }, 6000);
      const simulated = (1000 * operations.finished) / span;
      // The two records of a write in two-phase commit leave a backlog of commits behind the last answer.
      const tolerance = protocol.name === 'two-phase-commit' ? 0.1 : 0.05;
      expect({ bound, resource: bottleneck?.resource }).toEqual({ bound, resource: bound });
      expect({ bound, max, simulated, close: Math.abs(max / simulated - 1) < tolerance }).toMatchObject({
        close: true,
      });
      held++;
    }
    expect(held).toBe(3);
  });

  it('batches of ten: each write of half of them shares its messages with four others', async () => {
    const protocol = protocolNamed('multi-paxos') as Protocol;
    const batched = { protocol: { processing: 0.2, batch: { size: 10, delay: 5 } }, disk: true };
    const situation = (await situationOf('one-region-three-zones', protocol, batched)) as Situation;
    const { operations, span } = run(situation, { kind: 'closed', outstanding: 400 }, 8000);
    expect(Math.abs((maxOf(situation).max * span) / (1000 * operations.finished) - 1)).toBeLessThan(0.05);
  });
});

/** Figures of the model that are further than 10 % from the simulator's, at a share of the capacity. */
function misses(situation: Situation, share: number, operations: number): string[] {
  const perSecond = share * maxOf(situation).max;
  const model = latenciesAt(situation, operationsOf(situation), perSecond, evaluator());
  const { clients, safety } = run(situation, { kind: 'open' }, operations, perSecond);
  expect(safety.violations).toBe(0);
  return clients.flatMap((client, i) =>
    (['write', 'read'] as const).flatMap((kind) =>
      (['mean', 'p99'] as const).flatMap((figure) => {
        const said = model[i][kind]?.[figure] ?? Number.NaN;
        const found = client[kind][figure] ?? Number.NaN;
        return Math.abs(said / found - 1) < 0.1
          ? []
          : [`${client.id} ${kind} ${figure}: ${said} against ${found} at ${share}`];
      }),
    ),
  );
}

describe('the hockey stick: mean and p99 within 10 % of the simulator at 50 % and 80 % of the capacity', () => {
  it.each([
    ['multi-paxos', 'one-region-three-zones', 'processor'],
    ['epaxos', 'one-region-three-zones', 'processor'],
    ['primary-backup', 'one-region-three-zones', 'processor'],
    ['multi-paxos', 'one-region-three-zones', 'disk'],
    ['raft', 'three-regions', 'disk'],
    ['primary-backup', 'three-regions', 'disk'],
    ['multi-paxos', 'three-regions', 'interface'],
  ] as const)('%s, %s, bound by the %s', async (name, file, bound) => {
    const situation = await situationOf(file, protocolNamed(name) as Protocol, VARIANTS[bound]);
    const missed = [
      ...misses(situation as Situation, 0.5, 30_000),
      // The longer queues last, the fewer of them are in a run.
      ...misses(situation as Situation, 0.8, 120_000),
    ];
    expect(missed).toEqual([]);
  });

  it.each(Object.entries(MISFITS))('does not hold for %s: %s', async (name) => {
    const protocol = protocolNamed(name);
    if (protocol === undefined) return;
    const situation = await situationOf('three-regions', protocol, VARIANTS.disk);
    expect(misses(situation as Situation, 0.5, 6000).length).toBeGreaterThan(0);
  });
});

describe('at no load', () => {
  it('sending, bandwidth, payload and a batch that nobody joins cost in the model what they do in the simulator', async () => {
    const costs = {
      disk: true,
      bandwidth: 2e6,
      payload: 4000,
      protocol: { processing: 0.1, sending: 0.2, batch: { size: 4, delay: 3 } },
    };
    for (const name of ['multi-paxos', 'raft', 'pacifica']) {
      const situation = (await situationOf(
        'three-regions',
        protocolNamed(name) as Protocol,
        costs,
      )) as Situation;
      const { clients } = run(situation, { kind: 'spaced' }, 6000);
      for (const [i, client] of situation.deployment.clients.entries()) {
        for (const kind of ['write', 'read'] as const) {
          const entry = entryOf(situation, client, kind) as string;
          const outcome = situation.protocol.model[kind](viewOf(situation, client, entry, kind));
          const { law } = evaluator().evaluate(outcome);
          expect(Math.abs(law.quantile(0.5) / (clients[i][kind].p50 ?? 0) - 1)).toBeLessThan(0.01);
        }
      }
    }
  });
});
