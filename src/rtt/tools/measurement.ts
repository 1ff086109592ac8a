import type { RttFinding } from '../finding.js';
import type { ReadFigures, RttCell } from '../read/cells.js';
import type { Statistic } from '../statistic.js';

/** What one run of a tool saw of one pair. Names are the tool's: hosts, addresses, peer ids. */
export interface Measurement {
  /** Undefined where the tool does not say where it ran. */
  readonly from: string | undefined;
  /** Undefined where the tool does not say whom it asked. */
  readonly to: string | undefined;
  /** Single round trips, ms, in the order measured. */
  readonly samples: readonly number[];
  /** Statistics that the tool itself gives, ms. */
  readonly summary: Readonly<Record<Statistic, number>>;
  /** The tool's word for figures that are half a round trip. */
  readonly oneWay?: string;
}

/** From this many samples on, percentiles say more than moments do. */
const PERCENTILES_FROM = 20;
/** From this many on, p99 has samples on both sides. */
const P99_FROM = 200;

/**
 * Measurements as figures: percentiles where there are 20 samples of a pair or more (of all its runs together), else
 * the tool's own summary, else the moments of what there is. A pair that never answered is left out, and said.
 */
export function figuresOf(form: string, measurements: readonly Measurement[], date?: string): ReadFigures {
  const pairs = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const key = `${measurement.from ?? ''}\n${measurement.to ?? ''}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [measurement]);
    else pair.push(measurement);
  }
  const cells: RttCell[] = [];
  const warnings: RttFinding[] = [];
  for (const runs of pairs.values()) {
    const first = runs[0]!;
    const samples = Float64Array.from(runs.flatMap((run) => run.samples)).sort();
    const figures =
      samples.length < PERCENTILES_FROM && runs.length === 1 && Object.keys(first.summary).length > 0
        ? first.summary
        : statisticsOf(samples);
    if (Object.keys(figures).length === 0) {
      const message = `${first.to ?? 'the other end'} did not answer${first.from === undefined ? '' : ` ${first.from}`}: left out`;
      warnings.push({ code: 'shape', severity: 'warning', message });
      continue;
    }
    for (const [statistic, ms] of Object.entries(figures)) {
      const { from = '', to = '', oneWay } = first;
      cells.push({ from, to, statistic, ms, oneWay, position: undefined });
    }
  }
  return { form, cells, sources: [], providers: [], date, warnings };
}

function statisticsOf(sorted: Float64Array): Record<Statistic, number> {
  const n = sorted.length;
  if (n === 0) return {};
  const min = sorted[0]!;
  const max = sorted[n - 1]!;
  const mean = sorted.reduce((sum, ms) => sum + ms, 0) / n;
  if (n < PERCENTILES_FROM) {
    const mdev = Math.sqrt(sorted.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / n);
    return n === 1 ? { mean } : { min, mean: Math.min(Math.max(mean, min), max), max, mdev };
  }
  const percentiles = { min, p50: quantileOf(sorted, 0.5), p90: quantileOf(sorted, 0.9) };
  return n < P99_FROM ? percentiles : { ...percentiles, p99: quantileOf(sorted, 0.99) };
}

/** A quantile of rising samples: linear between order statistics (type 7 of Hyndman and Fan, 1996). */
export function quantileOf(sorted: Float64Array, p: number): number {
  const rank = (sorted.length - 1) * p;
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (above - below) * (rank - Math.floor(rank));
}
