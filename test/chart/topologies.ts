import { coordinates } from '../../cli/data-sets.js';
import { nodeIo } from '../../cli/io.js';
import { load } from '../../cli/load.js';
import { aboutOf } from '../../src/estimate/curves/about.js';
import { availabilityBySize } from '../../src/estimate/curves/availability-by-size.js';
import { latencyCurvesOf } from '../../src/estimate/curves/latency-curves.js';
import { mapDataOf } from '../../src/estimate/curves/map-data.js';
import { rttMatrixOf } from '../../src/estimate/curves/rtt-matrix.js';
import { spaceTimeOf } from '../../src/estimate/curves/space-time.js';
import { chooseLeader } from '../../src/estimate/latency/leader.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import type { Standing } from '../../src/group/standing.js';
import { Evaluator } from '../../src/outcome/evaluate.js';
import type { ChartData, ChartName } from '../../src/result/chart-data.js';
import { alternatives, failover, hockey, paretoData } from './samples.js';

/** A bundled topology with all replicas up. */
export async function situationOf(name: string): Promise<{ situation: Standing; evaluator: Evaluator }> {
  const [{ deployment, protocol }] = await load(nodeIo(), [`topologies/${name}.yaml`], { quiet: true });
  const evaluator = new Evaluator({ seed: 1, samples: 8192 });
  const down: ReadonlySet<string> = new Set();
  const { leader } = chooseLeader(deployment, protocol, down, evaluator);
  return { situation: { deployment, protocol, leader, down }, evaluator };
}

/** A chart's name and what it is drawn from. */
export type Sample = { [Name in ChartName]: readonly [Name, ChartData[Name]] }[ChartName];

/** Every chart of a bundled topology that can be drawn from the topology alone. */
export async function samplesOf(name: string): Promise<Sample[]> {
  const { situation, evaluator } = await situationOf(name);
  const { deployment, protocol, leader } = situation;
  const about = aboutOf(deployment, protocol, leader);
  const run = simulateDeployment(deployment, protocol, {
    seed: 1,
    arrivals: { kind: 'spaced' },
    load: 'spaced',
    operations: 40,
    faults: [],
    faultTexts: [],
    trace: { client: deployment.clients[deployment.clients.length - 1].id, operation: 1, kind: 'write' },
  });
  if (run.trace === undefined) throw new Error('the traced operation did not happen');
  const writes = latencyCurvesOf(situation, 'write', evaluator);
  const reads = latencyCurvesOf(situation, 'read', evaluator);
  return [
    ['map', mapDataOf(situation, (region) => coordinates().find(region), evaluator)],
    ['latency-cdf', writes],
    ['latency-cdf', reads],
    ['latency-tail', writes],
    ['latency-tail', reads],
    ['rtt-heat-map', rttMatrixOf(situation)],
    ['space-time', spaceTimeOf(run.trace, about)],
    ['availability-by-size', availabilityBySize(deployment, about)],
  ];
}

/** The charts whose data come from elsewhere. */
export const OTHERS: readonly Sample[] = [
  ['hockey-stick', hockey],
  ['failover-timeline', failover],
  ['alternatives', alternatives],
  ['pareto', paretoData],
];
