import type { ChartName } from '../../src/chart/charts.js';
import { list, object, share, text } from '../../src/estimate/schema-parts.js';

/** JSON Schemas of what a report's charts are drawn from. Times in ms where nothing else is said. */

const amount = { type: 'number', minimum: 0 } as const;
const count = { type: 'integer', minimum: 0 } as const;
const time = { type: ['number', 'null'], minimum: 0 } as const;
const bool = { type: 'boolean' } as const;
const operation = { enum: ['write', 'read'] } as const;

const some = (items: object): object => ({ type: 'array', minItems: 1, items });
const about = object({ name: text, protocol: text, source: text });

const latencyCurves = object({
  about,
  operation,
  clients: list(
    object({ id: text, points: list(object({ ms: amount, share })), p50: time, p99: time }),
    'Points of each client’s distribution function.',
  ),
});

const map = object({
  about,
  places: some(
    object({
      region: text,
      city: text,
      lat: { type: 'number', minimum: -90, maximum: 90 },
      lon: { type: 'number', minimum: -180, maximum: 180 },
      replicas: list(object({ id: text, leads: bool })),
      clients: list(text),
    }),
  ),
  links: list(
    object({ from: count, to: count, kind: { enum: ['request', 'quorum'] }, share, rtt: amount }),
    'From and to are positions in places.',
  ),
  unplaced: list(text),
});

const alternatives = object(
  {
    title: text,
    source: text,
    operation,
    names: some(text),
    clients: some(
      object({
        id: text,
        figures: list({ oneOf: [{ type: 'null' }, object({ p50: amount, p99: amount })] }),
      }),
    ),
  },
  ['title'],
);

const heatMap = object({
  about,
  columns: some(text),
  rows: some(object({ id: text, kind: { enum: ['replica', 'client'] }, cells: list(time) })),
});

const hockeyStick = object({
  about,
  operation,
  capacity: { oneOf: [{ type: 'null' }, object({ rate: amount, bottleneck: text })] },
  points: some(
    object({ rate: amount, clients: list(object({ client: text, mean: time, p50: time, p99: time })) }),
  ),
});

const availability = object({
  about,
  points: some(object({ replicas: count, correlated: bool, unavailability: share })),
});

const timeline = object(
  {
    about,
    clients: some(
      object({
        id: text,
        seconds: some(object({ at: amount, answered: amount, mean: time, p99: time })),
      }),
    ),
    events: list(object({ at: amount, what: text, bad: bool })),
  },
  [],
  'Moments in seconds from the start.',
);

const spaceTime = object({
  about,
  client: text,
  kind: operation,
  lanes: some(text),
  messages: list(object({ from: text, to: text, type: text, sent: amount, received: time, critical: bool })),
  diskWrites: list(object({ place: text, from: amount, to: amount, critical: bool })),
  commits: list(object({ place: text, at: amount })),
  marks: list(object({ place: text, at: amount, what: text })),
  answered: time,
});

/** By the name of the chart. */
export const chartDataSchemas: Readonly<Record<Exclude<ChartName, 'pareto'>, object>> = {
  map,
  'latency-cdf': latencyCurves,
  'latency-tail': latencyCurves,
  alternatives,
  'rtt-heat-map': heatMap,
  'hockey-stick': hockeyStick,
  'availability-by-size': availability,
  'failover-timeline': timeline,
  'space-time': spaceTime,
};
