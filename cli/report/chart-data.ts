import { aboutOf } from '../../src/estimate/curves/about.js';
import { availabilityBySize } from '../../src/estimate/curves/availability-by-size.js';
import { latencyCurvesOf } from '../../src/estimate/curves/latency-curves.js';
import { mapDataOf } from '../../src/estimate/curves/map-data.js';
import { rttMatrixOf } from '../../src/estimate/curves/rtt-matrix.js';
import { spaceTimeOf } from '../../src/estimate/curves/space-time.js';
import { explainFailover } from '../../src/estimate/explain/topics.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import { hockeyStick } from '../../src/estimate/throughput/hockey-stick.js';
import type {
  About,
  Alternatives,
  ChartData,
  ChartName,
  FailoverTimeline,
  HockeyStick,
  SpaceTime,
} from '../../src/result/chart-data.js';
import { listed } from '../../src/spelling/listed.js';
import { coordinates } from '../data-sets.js';
import type { Ground } from './ground.js';

/** What a chart is drawn from, or a sentence without a full stop on why this topology has no such chart. */
export type Drawable<Name extends ChartName> = { readonly data: ChartData[Name] } | { readonly why: string };

/** How the data of each chart come from a topology. */
export const CHART_DATA: { readonly [Name in ChartName]: (ground: Ground) => Drawable<Name> } = {
  map: mapOf,
  'latency-cdf': (ground) => ({ data: latencyCurvesOf(ground.situation, 'write', ground.evaluator) }),
  'latency-tail': (ground) => ({ data: latencyCurvesOf(ground.situation, 'write', ground.evaluator) }),
  alternatives: lossesOf,
  'rtt-heat-map': ({ situation }) => ({ data: rttMatrixOf(situation) }),
  'hockey-stick': hockeyStickOf,
  'availability-by-size': availabilityOf,
  'failover-timeline': timelineOf,
  'space-time': spaceTime,
  pareto: () => ({ why: 'it compares alternatives, and a report is of one topology; see quorate compare' }),
};

function about({ situation: { deployment, protocol, leader } }: Ground): About {
  return aboutOf(deployment, protocol, leader);
}

function simulated(ground: Ground): About {
  return { ...about(ground), source: `simulated, seed ${ground.seed}` };
}

function mapOf({ situation, evaluator }: Ground): Drawable<'map'> {
  const data = mapDataOf(situation, (region) => coordinates().find(region), evaluator);
  if (data.places.length > 0) return { data };
  const regions = data.unplaced.length === 1 ? `the region ${data.unplaced[0]}` : listed(data.unplaced);
  return { why: `nobody told where ${regions} ${data.unplaced.length === 1 ? 'is' : 'are'}` };
}

/** More bars than this are no picture any more: the table says it better. */
const MOST_BARS = 40;

function lossesOf(ground: Ground): Drawable<'alternatives'> {
  const { losses } = ground;
  if (losses === null) return { why: 'there is one replica, and nothing is left without it' };
  const { before, scenarios } = losses;
  const bars = before.clients.length * (scenarios.length + 1);
  if (bars > MOST_BARS) return { why: `${bars} bars would say less than the table` };
  const figures = (client: { readonly p50: number | null; readonly p99: number | null } | undefined) => {
    const { p50 = null, p99 = null } = client ?? {};
    return p50 === null || p99 === null ? null : { p50, p99 };
  };
  const data: Alternatives = {
    title: `Writes after the loss of a ${losses.each}`,
    source: [about(ground).name, about(ground).protocol, about(ground).source].join(' · '),
    operation: 'write',
    names: ['nothing lost', ...scenarios.map(({ name }) => `without ${name}`)],
    clients: before.clients.map(({ id, write }) => ({
      id,
      figures: [
        figures(write),
        ...scenarios.map(({ after }) => figures(after?.clients.find((client) => client.id === id)?.write)),
      ],
    })),
  };
  return { data };
}

/** Shares of the capacity at which latency is worked out: few where it hardly rises. */
const LOADS = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95];

function hockeyStickOf(ground: Ground): Drawable<'hockey-stick'> {
  const { deployment, protocol, situation, evaluator } = ground;
  const points = hockeyStick(deployment, protocol, situation.leader, evaluator, { loads: LOADS });
  if (points.length === 0) return { why: 'nothing that the file tells of limits the throughput' };
  const { throughput } = ground.estimate;
  const operation = points[0].clients.some(({ write }) => write !== null) ? 'write' : 'read';
  const data: HockeyStick = {
    about: about(ground),
    operation,
    capacity:
      throughput.max === null || throughput.bottleneck === null
        ? null
        : {
            rate: throughput.max,
            bottleneck: `${throughput.bottleneck.replica}'s ${throughput.bottleneck.resource}`,
          },
    points: points.map(({ perSecond, clients }) => ({
      rate: perSecond,
      clients: clients.flatMap((client) => {
        const figures = client[operation];
        return figures === null
          ? []
          : [{ client: client.id, mean: figures.mean, p50: figures.p50, p99: figures.p99 }];
      }),
    })),
  };
  return { data };
}

function availabilityOf(ground: Ground): Drawable<'availability-by-size'> {
  if (ground.estimate.availability === null)
    return { why: 'the file gives no failure figures (failures: …)' };
  return { data: availabilityBySize(ground.deployment, about(ground)) };
}

function timelineOf(ground: Ground): Drawable<'failover-timeline'> {
  const { deployment, protocol, seed } = ground;
  const { timeline } = explainFailover(deployment, protocol, { seed });
  if (timeline === null) return { why: 'nobody takes over from anybody' };
  const { crash, clients } = timeline;
  const data: FailoverTimeline = {
    about: simulated(ground),
    clients: clients.map(({ id, bins }) => ({
      id,
      seconds: bins.map(({ at, answered, mean, p99 }) => ({ at: at / 1000, answered, mean, p99 })),
    })),
    events: [{ at: crash.at / 1000, what: `${crash.replica} crashes`, bad: true }],
  };
  return { data };
}

/** Operations of the run from which one is followed: the first ones still elect a leader, open connections and so on. */
const RUN = 40;

function spaceTime(ground: Ground): Drawable<'space-time'> {
  const { deployment, protocol, seed, estimate } = ground;
  const ranked = [...estimate.clients].sort((a, b) => (b.write.p50 ?? 0) - (a.write.p50 ?? 0));
  const { trace } = simulateDeployment(deployment, protocol, {
    seed,
    arrivals: { kind: 'spaced' },
    load: 'spaced',
    operations: RUN,
    faults: [],
    faultTexts: [],
    trace: { client: ranked[0].id, operation: 1, kind: 'write' },
  });
  if (trace === undefined) return { why: `no write of ${ranked[0].id} came up in the simulation` };
  const data: SpaceTime = spaceTimeOf(trace, simulated(ground));
  return { data };
}
