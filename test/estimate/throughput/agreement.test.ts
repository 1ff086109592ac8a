import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/estimate/latency/view.js';
import { operationsOf } from '../../../src/estimate/throughput/demands.js';
import { hockeyStick, latenciesAt } from '../../../src/estimate/throughput/hockey-stick.js';
import { whyNotModelled } from '../../../src/estimate/throughput/holds.js';
import { throughputOf } from '../../../src/estimate/throughput/throughput.js';
import { contactOf } from '../../../src/group/contact.js';
import type { Standing } from '../../../src/group/standing.js';
import { Evaluator } from '../../../src/outcome/evaluate.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { protocolNamed, protocols } from '../../../src/protocol/registry.js';
import { type Changes, run, SCENARIOS, type Scenario, situationOf } from './scenarios.js';

const evaluator = () => new Evaluator({ seed: 1, samples: 20_000 });
const whyNot = (situation: Standing) => whyNotModelled(situation, maxOf(situation).max);
const maxOf = ({ deployment, protocol, leader }: Standing) =>
  throughputOf(deployment, protocol, leader, evaluator());

/**
 * Operations per second of a closed loop in the long run: the difference of two runs, since what the last answer leaves
 * undone behind it (commits, in two-phase commit a record of each) is in both.
 */
function sustained(situation: Standing, [short, long]: readonly [number, number]): number {
  const [a, b] = [short, long].map((count) => run(situation, { kind: 'closed', outstanding: 400 }, count));
  return (1000 * (b.operations.finished - a.operations.finished)) / (b.span - a.span);
}

describe('capacity: model and a closed loop of the simulator within 5 %', () => {
  const fitting = protocols
    .filter(({ name }) => name !== 'fast-paxos')
    .map((one) => [one.name, one] as const);

  it.each(fitting)('%s, bound by disk, processor, and interface', async (_name, protocol) => {
    for (const bound of ['disk', 'processor', 'interface'] as const) {
      const situation = (await situationOf('one-region-three-zones', protocol, SCENARIOS[bound])) as Standing;
      const { max, bottleneck } = maxOf(situation);
      const simulated = sustained(situation, [3000, 9000]);
      expect({ bound, resource: bottleneck?.resource }).toEqual({ bound, resource: bound });
      expect({ bound, max, simulated, close: Math.abs(max / simulated - 1) < 0.05 }).toMatchObject({
        close: true,
      });
    }
  });

  it('where sending costs, too: Mencius says what was left out with what it sends anyway', async () => {
    const mencius = protocolNamed('mencius') as Protocol;
    const situation = (await situationOf('one-region-three-zones', mencius, SCENARIOS.sending)) as Standing;
    expect(Math.abs(maxOf(situation).max / sustained(situation, [3000, 9000]) - 1)).toBeLessThan(0.05);
  });

  it('of several replicas that bound it alike, the leader is named', async () => {
    const raft = protocolNamed('raft') as Protocol;
    const situation = (await situationOf('three-regions', raft, SCENARIOS.disk)) as Standing;
    for (const leader of ['va1', 'oh1', 'or1']) {
      const { limits, bottleneck } = maxOf({ ...situation, leader });
      expect(limits[1].max).toBeCloseTo(limits[0].max, 6);
      expect(bottleneck).toEqual({ replica: leader, resource: 'disk' });
    }
  });

  it('batches of ten: each write of half of them shares its messages with four others', async () => {
    const protocol = protocolNamed('multi-paxos') as Protocol;
    const { batch } = SCENARIOS;
    const situation = (await situationOf('one-region-three-zones', protocol, batch)) as Standing;
    expect(Math.abs(maxOf(situation).max / sustained(situation, [4000, 10_000]) - 1)).toBeLessThan(0.05);
  });
});

/** Figures of the model that are further than 10 % from the simulator's, at a share of the capacity. */
function misses(situation: Standing, share: number, operations: number): string[] {
  const perSecond = share * maxOf(situation).max;
  const model = latenciesAt(situation, operationsOf(situation), perSecond, evaluator());
  const { clients, safety } = run(situation, { kind: 'open' }, operations, { perSecond });
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
    ['multi-paxos', 'one-region-three-zones', 'group commit'],
    ['epaxos', 'one-region-three-zones', 'processor'],
    ['primary-backup', 'one-region-three-zones', 'processor'],
    ['multi-paxos', 'one-region-three-zones', 'disk'],
    ['raft', 'three-regions', 'disk'],
    ['primary-backup', 'three-regions', 'disk'],
    ['multi-paxos', 'three-regions', 'interface'],
  ] as const)('%s, %s, a load on %s', async (name, file, scenario) => {
    const situation = await situationOf(file, protocolNamed(name) as Protocol, SCENARIOS[scenario]);
    const missed = [
      ...misses(situation as Standing, 0.5, 30_000),
      // The longer queues last, the fewer of them are in a run.
      ...misses(situation as Standing, 0.8, 120_000),
    ];
    expect(missed).toEqual([]);
  });
});

describe('where the model is known not to hold under load, the machines are run, and it says so', () => {
  const scenarioOf = async (name: string, scenario: Scenario, file = 'one-region-three-zones') =>
    (await situationOf(file, protocolNamed(name) as Protocol, SCENARIOS[scenario])) as Standing;
  const curveOf = ({ deployment, protocol, leader }: Standing, loads: readonly number[]) =>
    hockeyStick(deployment, protocol, leader, evaluator(), { loads });

  it.each([
    ['mencius', 'disk', /slots/],
    ['fast-paxos', 'disk', /collide/],
    ['multi-paxos', 'window', /window/],
    ['raft', 'sending', /sends/],
    ['epaxos', 'batch', /batches/],
    ['two-phase-commit', 'disk', /twice/],
    ['multi-paxos', 'disk', undefined],
    ['pacifica', 'group commit', /one write of a disk/],
    ['epaxos', 'processor', undefined],
    ['primary-backup', 'interface', undefined],
    ['two-phase-commit', 'processor', /twice/],
    ['epaxos', 'group commit', /lead and follow/],
  ] as const)('%s, a load on %s: because of %s', async (name, scenario, why) => {
    const because = whyNot(await scenarioOf(name, scenario));
    if (why === undefined) expect(because).toBeUndefined();
    else expect(because).toMatch(why);
  });

  it.each([
    ['mencius', 'disk'],
    ['multi-paxos', 'window'],
  ] as const)('%s, a load on %s: mean within a twentieth of another, longer run', async (name, scenario) => {
    const situation = await scenarioOf(name, scenario);
    const [unloaded, half] = curveOf(situation, [0, 0.5]);
    expect(unloaded.simulated).toBeUndefined();
    expect(half.simulated).toMatchObject({ sustained: true });
    const { clients } = run(situation, { kind: 'open' }, 15_000, { perSecond: half.perSecond });
    const said = half.clients[0].write;
    expect(Math.abs((said?.mean ?? 0) / (clients[0].write.mean ?? 0) - 1)).toBeLessThan(0.05);
    const [low, high] = said?.confidence?.mean ?? [null, null];
    expect(low).toBeLessThan(said?.mean ?? 0);
    expect(high).toBeGreaterThan(said?.mean ?? 0);
  });

  it('where the model holds, no figure has an interval', async () => {
    const [half] = curveOf(await scenarioOf('raft', 'disk'), [0.5]);
    expect(half.simulated).toBeUndefined();
    expect(half.clients[0].write?.confidence).toBeUndefined();
  });

  it('a load that Fast Paxos, colliding, does not keep up with has no latencies, and higher ones are not tried', async () => {
    const curve = curveOf(await scenarioOf('fast-paxos', 'disk', 'three-regions'), [0.1, 0.7, 0.8]);
    expect(curve.map(({ simulated }) => simulated?.sustained)).toEqual([true, false, false]);
    expect(curve[0].clients[0].write?.mean).toBeGreaterThan(0);
    expect(curve[1].clients[0].write).toBeNull();
    expect(curve[2].simulated?.operations).toBe(0);
  });
});

describe('at no load', () => {
  it('sending, bandwidth, payload and a batch that nobody joins cost in the model what they do in the simulator', async () => {
    const costs: Changes = {
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
      )) as Standing;
      const { clients } = run(situation, { kind: 'spaced' }, 6000);
      for (const [i, client] of situation.deployment.clients.entries()) {
        for (const kind of ['write', 'read'] as const) {
          const entry = contactOf(situation, client, kind) as string;
          const outcome = situation.protocol.model[kind](viewOf(situation, client, entry, kind));
          const { law } = evaluator().evaluate(outcome);
          expect(Math.abs(law.quantile(0.5) / (clients[i][kind].p50 ?? 0) - 1)).toBeLessThan(0.01);
        }
      }
    }
  });
});
