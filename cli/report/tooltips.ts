import type { Chart, Layer } from '../../src/chart/chart.js';
import type { ChartName } from '../../src/result/chart-data.js';

/** What the pointer is told of a mark: fields of its row, how they are called and written. */
const FIELDS: readonly (readonly [field: string, title: string, format?: string])[] = [
  ['client', 'client'],
  ['alternative', 'alternative'],
  ['name', 'alternative'],
  ['type', 'message'],
  ['from', 'from'],
  ['to', 'to'],
  ['place', 'at'],
  ['region', 'region'],
  ['kind', 'replicas that are'],
  ['replicas', 'replicas', ',d'],
  ['figure', 'figure'],
  ['rate', 'load, per second', ',.4~r'],
  ['ms', 'ms', ',.4~r'],
  ['p50', 'p50, ms', ',.4~r'],
  ['p99', 'p99, ms', ',.4~r'],
  ['rtt', 'round trip, ms', ',.4~r'],
  ['answered', 'answers', ',d'],
  ['share', 'share of operations', '.5~p'],
  ['downtime', 'downtime/year'],
  ['unavailability', 'unavailability', '.3~p'],
  ['at', 'after, ms', ',.4~r'],
  ['until', 'until, ms', ',.4~r'],
];

/** Where a field means something else. */
const OTHERWISE: Partial<Record<ChartName, Readonly<Record<string, string>>>> = {
  'failover-timeline': { at: 'second' },
  'latency-tail': { share: 'share that is slower' },
  'latency-cdf': { share: 'share that is as fast' },
  map: { share: 'share of writes' },
};

/** Marks that stand for something, and not for words or the ground that they stand on. */
const TELLING = new Set(['point', 'rect', 'rule', 'geoshape']);

/**
 * The chart with words for the pointer on every mark whose row says what it stands for. Along lines, places that the
 * pointer finds are added; nothing else is to be seen of them.
 */
export function withTooltips(name: ChartName, chart: Chart): Chart {
  const { layer } = chart as { layer?: readonly Layer[] };
  if (layer === undefined) return chart;
  return { ...chart, layer: layer.flatMap((each) => told(name, each)) } as unknown as Chart;
}

function told(name: ChartName, layer: Layer): Layer[] {
  const {
    layer: inner,
    mark,
    data,
    encoding,
  } = layer as {
    layer?: readonly Layer[];
    mark?: { readonly type: string };
    data?: { readonly values?: unknown };
    encoding?: Layer;
  };
  if (inner !== undefined) return [{ ...layer, layer: inner.flatMap((each) => told(name, each)) }];
  const tooltip = tooltipOf(name, data?.values);
  if (mark === undefined || tooltip.length === 0) return [layer];
  if (TELLING.has(mark.type)) return [{ ...layer, encoding: { ...encoding, tooltip } }];
  if (mark.type !== 'line') return [layer];
  const { x, y } = encoding as { x: unknown; y: unknown };
  const found = { data, mark: { type: 'point', size: 160, opacity: 0 }, encoding: { x, y, tooltip } };
  return [layer, found];
}

function tooltipOf(chart: ChartName, values: unknown): Layer[] {
  if (!Array.isArray(values) || values.length === 0) return [];
  const row = values[0] as {
    readonly type?: unknown;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
  const isFeature = row.type === 'Feature';
  const fields = (isFeature ? row.properties : row) as Readonly<Record<string, unknown>> | undefined;
  if (fields === undefined) return [];
  return FIELDS.filter(([field]) => fields[field] !== undefined).map(([field, title, format]) => ({
    field: isFeature ? `properties.${field}` : field,
    title: OTHERWISE[chart]?.[field] ?? title,
    type: format === undefined ? 'nominal' : 'quantitative',
    ...(format === undefined ? {} : { format }),
  }));
}
