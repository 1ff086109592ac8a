import type { ChartData, ChartName } from '../result/chart-data.js';
import { alternativesChart } from './alternatives.js';
import { availabilityBySizeChart } from './availability-by-size.js';
import type { Chart } from './chart.js';
import { failoverTimeline } from './failover-timeline.js';
import { hockeyStick } from './hockey-stick.js';
import { latencyCdf, latencyTail } from './latency.js';
import { worldMap } from './map.js';
import type { Page } from './page.js';
import { pareto } from './pareto.js';
import { rttHeatMap } from './rtt-heat-map.js';
import { spaceTime } from './space-time.js';

/** One kind of chart. */
export interface ChartKind<Data> {
  /** What it is called in lists. */
  readonly title: string;
  /** What it takes to draw it, for people. */
  readonly needs: string;
  /** The chart as a vega-lite object. Pure: the same data and page give the same object. */
  readonly draw: (data: Data, page: Page) => Chart;
}

/** Every chart there is. */
export const CHARTS: { readonly [Name in ChartName]: ChartKind<ChartData[Name]> } = {
  map: {
    title: 'World map',
    needs: 'a topology whose regions have known coordinates',
    draw: worldMap,
  },
  'latency-cdf': {
    title: 'Latency by share of operations',
    needs: 'a topology with clients',
    draw: latencyCdf,
  },
  'latency-tail': {
    title: 'Tail of the latency',
    needs: 'a topology with clients',
    draw: latencyTail,
  },
  alternatives: {
    title: 'Latency under alternatives',
    needs: 'a comparison of two or more alternatives',
    draw: alternativesChart,
  },
  'rtt-heat-map': {
    title: 'Round trips',
    needs: 'a topology',
    draw: rttHeatMap,
  },
  'hockey-stick': {
    title: 'Latency at rising load',
    needs: 'latencies at several loads',
    draw: hockeyStick,
  },
  'availability-by-size': {
    title: 'Availability by number of replicas',
    needs: 'a topology with failure figures',
    draw: availabilityBySizeChart,
  },
  'failover-timeline': {
    title: 'Failover, second by second',
    needs: 'a simulation with faults',
    draw: failoverTimeline,
  },
  'space-time': {
    title: 'One command in space and time',
    needs: 'a simulation with a trace',
    draw: spaceTime,
  },
  pareto: {
    title: 'Latency against availability',
    needs: 'two or more alternatives with failure figures',
    draw: pareto,
  },
};

/** Names of all charts, in the order of the table. */
export const CHART_NAMES = Object.keys(CHARTS) as readonly ChartName[];

/** The vega-lite object of a chart. */
export function chartOf<Name extends ChartName>(name: Name, data: ChartData[Name], page: Page): Chart {
  return CHARTS[name].draw(data, page);
}
