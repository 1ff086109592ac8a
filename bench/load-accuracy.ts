// npx tsx bench/load-accuracy.ts [protocol,…] [scenario,…] [topology,…]: model against simulator, in a table.
// Takes minutes; the figures in docs/load-and-failures.md are from here.

import { hockeyStick } from '../src/estimate/throughput/hockey-stick.js';
import { throughputOf } from '../src/estimate/throughput/throughput.js';
import type { Standing } from '../src/group/standing.js';
import { Evaluator } from '../src/outcome/evaluate.js';
import { protocols } from '../src/protocol/registry.js';
import { run, SCENARIOS, type Scenario, situationOf } from '../test/estimate/throughput/scenarios.js';

/** Seeds of each simulation, none of them that of the product's own; and operations at half and at four fifths of the capacity. */
const SEEDS = [11, 12, 13, 14];
const OPERATIONS = new Map([
  [0.5, 20_000],
  [0.8, 60_000],
]);
/** Operations under way in a closed loop, in all: enough to keep all busy, not so many that clients lose patience. */
const OUTSTANDING: Readonly<Partial<Record<string, number>>> = { batch: 1600, window: 200 };
const OUTSTANDING_ELSE = 400;
/** Student's t, 95 %, three degrees of freedom. */
const T = 3.182;

const chosen = (argument: string | undefined, all: readonly string[]): readonly string[] =>
  argument === undefined || argument === 'all' ? all : argument.split(',');
const wantedProtocols = chosen(
  process.argv[2],
  protocols.map(({ name }) => name),
);
const wantedScenarios = chosen(process.argv[3], Object.keys(SCENARIOS));
const wantedTopologies = chosen(process.argv[4], ['one-region-three-zones', 'three-regions']);
const quick = process.argv.includes('--quick');

const off = (model: number, found: number): string => {
  const percent = 100 * (model / found - 1);
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
};

interface Mean {
  readonly value: number;
  readonly half: number;
}

function meanOf(values: readonly number[]): Mean {
  const value = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - value) ** 2, 0) / (values.length - 1);
  return { value, half: T * Math.sqrt(variance / values.length) };
}

function line(...cells: readonly string[]): void {
  const widths = [16, 13, 24, 30, 12, 24, 14, 14];
  console.log(cells.map((cell, i) => cell.padEnd(widths[i])).join(' '));
}

function measure(situation: Standing, name: string, scenario: string, topology: string): void {
  const evaluator = new Evaluator({ seed: 1, samples: 20_000 });
  const { deployment, protocol, leader } = situation;
  const outstanding = Math.ceil((OUTSTANDING[scenario] ?? OUTSTANDING_ELSE) / deployment.clients.length);
  const seeds = quick ? SEEDS.slice(0, 2) : SEEDS;
  const served = new Float64Array(deployment.clients.length);
  const closed = seeds.map((seed) => {
    // The difference of two runs: what is left to do behind the last answer, and the beginning, are in both.
    const [short, long] = [6000, 18_000].map((operations) =>
      run(situation, { kind: 'closed', outstanding }, operations, { seed }),
    );
    long.clients.forEach(({ write, read }, i) => {
      served[i] += write.samples + read.samples;
    });
    return (1000 * (long.operations.finished - short.operations.finished)) / (long.span - short.span);
  });
  const capacity = meanOf(closed);
  // In a closed loop who is served sooner asks more often: the bound is that of the mix which that makes.
  const mixed = deployment.clients.map((client, i) => ({ ...client, rate: served[i] }));
  const bound = throughputOf({ ...deployment, clients: mixed }, protocol, leader, evaluator);
  line(
    name,
    scenario,
    topology,
    `capacity (${bound.bottleneck?.replica} ${bound.bottleneck?.resource})`,
    bound.max.toFixed(0),
    `${capacity.value.toFixed(0)} ± ${capacity.half.toFixed(0)}`,
    off(bound.max, capacity.value),
  );
  const start = process.hrtime.bigint();
  const loads = [...OPERATIONS.keys()];
  const curve = hockeyStick(deployment, protocol, leader, evaluator, { loads });
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  for (const { load: share, perSecond, clients: model, simulated } of curve) {
    const operations = OPERATIONS.get(share) as number;
    const how = simulated === undefined ? 'model' : simulated.sustained ? 'simulated' : 'not sustained';
    const runs = seeds.map((seed) => run(situation, { kind: 'open' }, operations, { perSecond, seed }));
    model.forEach((client, i) => {
      for (const kind of ['write', 'read'] as const) {
        for (const figure of ['mean', 'p99'] as const) {
          const said = client[kind]?.[figure] ?? Number.NaN;
          const found = meanOf(runs.map(({ clients }) => clients[i][kind][figure] ?? Number.NaN));
          line(
            name,
            scenario,
            topology,
            `${100 * share} % ${client.id} ${kind} ${figure}`,
            said.toFixed(3),
            `${found.value.toFixed(3)} ± ${found.half.toFixed(3)}`,
            `${off(said, found.value)}${Math.abs(said / found.value - 1) > 0.1 ? ' ***' : ''}`,
            how,
            i === 0 && share === 0.5 && kind === 'write' && figure === 'mean' ? `${took.toFixed(0)} ms` : '',
          );
        }
      }
    });
  }
}

line('protocol', 'scenario', 'topology', 'figure', 'model', 'simulator', 'off');
for (const protocol of protocols) {
  if (!wantedProtocols.includes(protocol.name)) continue;
  for (const [scenario, changes] of Object.entries(SCENARIOS) as [Scenario, (typeof SCENARIOS)[Scenario]][]) {
    if (!wantedScenarios.includes(scenario)) continue;
    for (const topology of wantedTopologies) {
      const situation = await situationOf(topology, protocol, changes);
      if (situation === undefined) line(protocol.name, scenario, topology, 'does not fit');
      else measure(situation, protocol.name, scenario, topology);
    }
  }
}
