import type { Interval, SampledFigures } from '../result/simulation-run.js';
import { average, meanInterval } from './mean-interval.js';
import { quantileRanks } from './order-statistics.js';
import { shareInterval } from './share-interval.js';

const NONE: Interval = [null, null];

/**
 * Figures of latencies (ms, in the order of first sending; Infinity: never finished), each with a 95 % confidence
 * interval: quantiles by order statistics, the mean by batch means, the failure share by Wilson's score.
 *
 * The quantiles' intervals take samples for independent, as those of spaced operations are; under load neighbouring
 * ones are not, and the `dependent` form widens the intervals by how much more the share of samples beyond the
 * quantile varies between batches than it would by chance.
 */
export function sampledFigures(latencies: Float64Array, dependent: boolean): SampledFigures {
  const samples = latencies.length;
  if (samples === 0) {
    const confidence = { mean: NONE, p50: NONE, p90: NONE, p99: NONE, p999: NONE, failure: NONE };
    return { mean: null, p50: null, p90: null, p99: null, p999: null, failure: null, samples, confidence };
  }
  const sorted = latencies.slice().sort();
  const finished = finishedOnly(latencies);
  const at = (rank: number | undefined): number | null => {
    return rank === undefined || sorted[rank - 1] === Number.POSITIVE_INFINITY ? null : sorted[rank - 1];
  };
  const quantile = (p: number): { value: number | null; interval: Interval } => {
    // Rounding must not push n·p over a whole number that it should be.
    const rank = Math.max(1, Math.ceil(samples * p - 1e-9));
    const inflation = dependent ? overdispersion(latencies, sorted[rank - 1], p) : 1;
    // As if there were fewer independent samples; their ranks are stretched back over all of them.
    const effective = Math.max(1, Math.floor(samples / inflation));
    const { low, high } = quantileRanks(effective, p);
    const stretch = samples / effective;
    const interval: Interval = [
      at(low === undefined ? undefined : Math.max(1, Math.floor(low * stretch))),
      at(high === undefined ? undefined : Math.min(samples, Math.ceil(high * stretch))),
    ];
    return { value: at(rank), interval };
  };
  const p50 = quantile(0.5);
  const p90 = quantile(0.9);
  const p99 = quantile(0.99);
  const p999 = quantile(0.999);
  const failures = samples - finished.length;
  return {
    mean: finished.length === 0 ? null : average(finished),
    p50: p50.value,
    p90: p90.value,
    p99: p99.value,
    p999: p999.value,
    failure: failures / samples,
    samples,
    confidence: {
      mean: meanInterval(finished) ?? NONE,
      p50: p50.interval,
      p90: p90.interval,
      p99: p99.interval,
      p999: p999.interval,
      failure: shareInterval(failures, samples),
    },
  };
}

function finishedOnly(latencies: Float64Array): Float64Array {
  return latencies.filter((latency) => latency < Number.POSITIVE_INFINITY);
}

/**
 * Variance of the share of samples at or below `threshold` between batches, as a multiple (at least 1) of what
 * independent samples would show: p(1 − p) / batch length.
 */
function overdispersion(samples: Float64Array, threshold: number, p: number): number {
  const batches = Math.min(30, Math.floor(samples.length / 2));
  if (batches < 2) return 1;
  let sum = 0;
  let squares = 0;
  for (let b = 0; b < batches; b++) {
    const from = Math.floor((b * samples.length) / batches);
    const to = Math.floor(((b + 1) * samples.length) / batches);
    let below = 0;
    for (let i = from; i < to; i++) if (samples[i] <= threshold) below++;
    const share = below / (to - from);
    sum += share;
    squares += share * share;
  }
  const variance = (squares - (sum * sum) / batches) / (batches - 1);
  return Math.max(1, (variance * (samples.length / batches)) / (p * (1 - p)));
}
