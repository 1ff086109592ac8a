import { quantileRanks } from '../../simulation/order-statistics.js';
import type { DurationFigures } from './result.js';

/** Figures of at least one draw. */
export function durationFigures(draws: readonly number[]): DurationFigures {
  const sorted = Float64Array.from(draws).sort();
  const n = sorted.length;
  const quantile = (p: number): number => sorted[Math.min(n - 1, Math.max(0, Math.ceil(n * p) - 1))];
  let mean = 0;
  for (const draw of sorted) mean += draw / n;
  let squares = 0;
  for (const draw of sorted) squares += (draw - mean) ** 2;
  const half = n > 1 ? (1.96 * Math.sqrt(squares / (n - 1))) / Math.sqrt(n) : Number.POSITIVE_INFINITY;
  const { low, high } = quantileRanks(n, 0.5);
  return {
    mean,
    p50: quantile(0.5),
    p90: quantile(0.9),
    p99: quantile(0.99),
    confidence: { mean: [mean - half, mean + half], p50: [sorted[(low ?? 1) - 1], sorted[(high ?? n) - 1]] },
  };
}

/** A duration that is known: 0 where nothing stops, infinite where nothing ends it. */
export function known(ms: number): DurationFigures {
  return { mean: ms, p50: ms, p90: ms, p99: ms, confidence: { mean: [ms, ms], p50: [ms, ms] } };
}
