import { quantileRanks } from '../../simulation/order-statistics.js';
import type { Deployment } from '../../topology/deployment.js';
import type { CrashTimes } from './crash-times.js';
import type { DurationFigures, FailoverResult } from './result.js';

export interface Crashes {
  readonly deployment: Deployment;
  readonly crashed: number;
  readonly leader: number | undefined;
  /** Those that were got over. */
  readonly times: readonly CrashTimes[];
  readonly crashes: number;
  readonly method: FailoverResult['method'];
  readonly seed: number;
  readonly note: string;
  readonly patience: number | undefined;
}

/** Figures of many crashes; undefined where none was got over. */
export function summarise(crashes: Crashes): FailoverResult | undefined {
  const { deployment, crashed, leader, times, method, seed, note, patience } = crashes;
  if (times.length === 0) return undefined;
  const id = (replica: number): string => deployment.replicas[replica].id;
  const counts = new Array<number>(deployment.replicas.length).fill(0);
  for (const { next } of times) counts[next]++;
  return {
    crashed: id(crashed),
    leader: leader === undefined ? null : id(leader),
    nextLeaders: counts
      .map((count, replica) => ({ replica, share: count / times.length }))
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share || a.replica - b.replica)
      .map(({ replica, share }) => ({ replica: id(replica), share })),
    detection: durationFigures(times.map(({ called }) => called)),
    election: durationFigures(times.map(({ called, elected }) => elected - called)),
    reconciliation: durationFigures(times.map(({ elected, answered }) => answered - elected)),
    untilElected: durationFigures(times.map(({ elected }) => elected)),
    total: durationFigures(times.map(({ answered }) => answered)),
    ...(patience === undefined
      ? {}
      : { perceived: durationFigures(times.map(({ answered }) => Math.max(answered, patience))) }),
    never: 1 - times.length / crashes.crashes,
    crashes: crashes.crashes,
    method,
    seed,
    note,
  };
}

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
