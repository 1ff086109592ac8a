import { type RttFinding, unreadable } from '../finding.js';
import { asName, asNumber, asObject, isoDateOf } from './json.js';
import type { Measurement } from './measurement.js';

type Labels = Readonly<Record<string, unknown>>;

const FROM = ['from', 'From', 'source', 'src'];
const TO = ['To', 'to', 'target', 'destination', 'dst'];
/** Whose metric it is: the one that measured where the other end has a label of its own, else the one measured. */
const OWNER = ['instance', 'pod'];

export function isPrometheus(document: unknown): boolean {
  return asObject(asObject(document)?.data)?.resultType !== undefined;
}

/**
 * A Prometheus API answer (/api/v1/query or /query_range): seconds, written as texts. Of a histogram such as etcd's
 * `etcd_network_peer_round_trip_time_seconds` the mean, _sum / _count, where both are there, as it is exact; else
 * p50, p90 and p99 read off the buckets. Of any other metric each value is a sample.
 *
 * @throws RttInputError for an answer that is an error, or whose form is neither vector nor matrix
 */
export function readPrometheus(document: unknown): {
  measurements: Measurement[];
  date: string | undefined;
  warnings: RttFinding[];
} {
  const answer = asObject(document) ?? {};
  const data = asObject(answer.data) ?? {};
  const { resultType, result } = data;
  if (
    answer.status !== 'success' ||
    !Array.isArray(result) ||
    (resultType !== 'vector' && resultType !== 'matrix')
  ) {
    throw unreadable(
      `Prometheus answered ${JSON.stringify(answer.status)} with ${JSON.stringify(resultType)}, not a vector or matrix`,
    );
  }
  let newest: number | undefined;
  const pairs = new Map<string, Series>();
  for (const one of result) {
    const series = asObject(one) ?? {};
    const labels = asObject(series.metric) ?? {};
    const points = (resultType === 'vector' ? [series.value] : series.values) as unknown;
    const { from, to } = endsOf(labels);
    const key = `${from ?? ''}\n${to ?? ''}`;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = { from, to, samples: [], buckets: new Map(), sum: undefined, count: undefined };
      pairs.set(key, pair);
    }
    for (const point of Array.isArray(points) ? points : []) {
      const [time, value] = (Array.isArray(point) ? point : []).map((part: unknown) => part);
      const seconds = asNumber(value);
      const at = asNumber(time);
      if (seconds === undefined) continue;
      if (at !== undefined && (newest === undefined || at > newest)) newest = at;
      put(pair, labels, seconds);
    }
  }
  const warnings: RttFinding[] = [];
  const measurements = [...pairs.values()].map((pair) => measurementOf(pair, warnings));
  return { measurements, date: newest === undefined ? undefined : isoDateOf(newest), warnings };
}

interface Series {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly samples: number[];
  /** Upper bound in seconds → how many were at most that. */
  readonly buckets: Map<number, number>;
  sum: number | undefined;
  count: number | undefined;
}

function endsOf(labels: Labels): { from: string | undefined; to: string | undefined } {
  const first = (names: readonly string[]) =>
    names.map((name) => asName(labels[name])).find((name) => name !== undefined);
  const to = first(TO);
  const owner = first(OWNER);
  return to === undefined ? { from: first(FROM), to: owner } : { from: first(FROM) ?? owner, to };
}

function put(pair: Series, labels: Labels, value: number): void {
  const name = asName(labels.__name__) ?? '';
  const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : asNumber(labels.le);
  if (bound !== undefined) pair.buckets.set(bound, (pair.buckets.get(bound) ?? 0) + value);
  else if (name.endsWith('_sum')) pair.sum = (pair.sum ?? 0) + value;
  else if (name.endsWith('_count')) pair.count = (pair.count ?? 0) + value;
  else pair.samples.push(value * 1000);
}

function measurementOf(pair: Series, warnings: RttFinding[]): Measurement {
  const { from, to, samples, sum, count } = pair;
  if (sum !== undefined && count !== undefined && count > 0) {
    return { from, to, samples: [], summary: { mean: (sum / count) * 1000 } };
  }
  const buckets = [...pair.buckets].sort(([a], [b]) => a - b);
  if (buckets.length === 0) return { from, to, samples, summary: {} };
  const summary: Record<string, number> = {};
  for (const [statistic, p] of [
    ['p50', 0.5],
    ['p90', 0.9],
    ['p99', 0.99],
  ] as const) {
    const seconds = bucketQuantile(buckets, p);
    if (seconds !== undefined) summary[statistic] = seconds * 1000;
  }
  if (warnings.length === 0 && Object.keys(summary).length > 0) {
    warnings.push({
      code: 'shape',
      severity: 'warning',
      message: 'figures are read off histogram buckets, each good to its bucket only',
      hint: 'query _sum and _count too: the mean is exact',
    });
  }
  return { from, to, samples: [], summary };
}

/** Prometheus' own histogram_quantile: linear inside a bucket; undefined for no observations, or beyond the last bound. */
function bucketQuantile(buckets: readonly (readonly [number, number])[], p: number): number | undefined {
  const total = buckets[buckets.length - 1]![1];
  if (!(total > 0)) return undefined;
  let [low, below] = [0, 0];
  for (const [bound, count] of buckets) {
    if (count >= p * total) {
      if (bound === Number.POSITIVE_INFINITY) return undefined;
      return low + ((bound - low) * (p * total - below)) / (count - below);
    }
    [low, below] = [bound, count];
  }
  return undefined;
}
