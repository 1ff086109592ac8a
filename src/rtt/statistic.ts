/**
 * What a figure says about many round trips: 'min', 'mean', 'max', 'mdev' (ping's standard deviation), or a
 * percentile 'p50', 'p99', 'p99.9'.
 */
export type Statistic = string;

/** The probability of a percentile ('p99.9' → 0.999); undefined for anything else. */
export function percentile(statistic: Statistic): number | undefined {
  const digits = /^p(\d{1,2}(?:\.\d{1,4})?)$/.exec(statistic)?.[1];
  if (digits === undefined) return undefined;
  const p = Number(digits) / 100;
  return p > 0 ? p : undefined;
}

export function isStatistic(name: string): boolean {
  return (
    name === 'min' || name === 'mean' || name === 'max' || name === 'mdev' || percentile(name) !== undefined
  );
}

/** Their one order everywhere: min, percentiles rising, mean, max, mdev. */
export function compareStatistics(a: Statistic, b: Statistic): number {
  return rank(a) - rank(b);
}

function rank(statistic: Statistic): number {
  if (statistic === 'min') return 0;
  return percentile(statistic) ?? { mean: 2, max: 3 }[statistic] ?? 4;
}

/**
 * The statistic that says best how long a round trip usually takes: the percentile nearest the median, else the
 * mean, else whatever there is that is not a spread.
 */
export function typicalStatistic(statistics: readonly Statistic[]): Statistic | undefined {
  let best: Statistic | undefined;
  let off = Number.POSITIVE_INFINITY;
  for (const statistic of statistics) {
    const p = percentile(statistic);
    const miss =
      p !== undefined
        ? Math.abs(p - 0.5)
        : ({ mean: 0.2, min: 2, max: 3 }[statistic] ?? Number.POSITIVE_INFINITY);
    if (miss < off) {
      off = miss;
      best = statistic;
    }
  }
  return best;
}

/** Names of statistics as people and tools write them, to ours. */
const SYNONYMS: Readonly<Record<string, Statistic>> = {
  minimum: 'min',
  best: 'min',
  average: 'mean',
  avg: 'mean',
  mean: 'mean',
  median: 'p50',
  med: 'p50',
  maximum: 'max',
  worst: 'max',
  wrst: 'max',
  worst_case: 'max',
  stddev: 'mdev',
  stdev: 'mdev',
  std: 'mdev',
  sd: 'mdev',
  sigma: 'mdev',
};

/**
 * The statistic that a label means: "p50", "P99", "median", "avg", "99th percentile", "percentile_90", "0.99",
 * "99%"; undefined for anything else. A bare "50" is a percentile too.
 */
export function statisticFrom(label: string): Statistic | undefined {
  const name = label
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const synonym = Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name] : undefined;
  if (synonym !== undefined) return synonym;
  if (isStatistic(name)) return name;
  const quantile = /^0?(\.\d{1,6})$/.exec(name)?.[1];
  if (quantile !== undefined) return percentileNamed(Number(quantile) * 100);
  const digits =
    /^(?:p_?|pct_?|perc_?|percentile_?|q_?)?(\d{1,2}(?:\.\d{1,4})?)(?:%|st|nd|rd|th)?(?:_?(?:percentile|pct|perc))?$/.exec(
      name,
    )?.[1];
  if (digits !== undefined) return percentileNamed(Number(digits));
  // p999 is what people write for p99.9.
  const nines = /^p(99)(9+)$/.exec(name);
  return nines === null ? undefined : `p${nines[1]}.${nines[2]}`;
}

function percentileNamed(percent: number): Statistic | undefined {
  const name = `p${Number(percent.toFixed(4))}`;
  return isStatistic(name) ? name : undefined;
}

/** Does a label say that the figure is one way, or half a round trip (as sockperf and qperf print)? */
export function isOneWay(label: string): boolean {
  return /one.?way|(?:^|[^a-z])owd(?:[^a-z]|$)|qperf|sockperf|half.?(?:rtt|round)|(?:rtt|round.?trip)\/2/i.test(
    label,
  );
}
