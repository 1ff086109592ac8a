import { describe, expect, it } from 'vitest';
import { EXACT, floorOf, halfInterval, SAMPLED } from '../../../src/estimate/diff/noise.js';
import { SAMPLES } from '../../../src/outcome/evaluate.js';
import type { Figures } from '../../../src/result/latency.js';

const NAMES = ['mean', 'p50', 'p90', 'p99', 'p999'] as const;

/** Mulberry32: uniform numbers of (0, 1), the same ones for the same seed. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Laws by their inverse, in ms: without and with a heavy tail, and one of two humps. */
const LAWS: Readonly<Record<string, (u: () => number) => number>> = {
  'exponential behind a constant': (u) => 60 - 4 * Math.log(u()),
  lognormal: (u) => 20 * Math.exp(0.5 * Math.sqrt(-2 * Math.log(u())) * Math.cos(2 * Math.PI * u())),
  'Pareto with index 3': (u) => 10 * u() ** (-1 / 3),
  'two humps': (u) => (u() < 0.3 ? 20 + u() : 60 + 5 * u()),
};

/** Figures as an estimate samples them. */
function sampled(law: (u: () => number) => number, seed: number): Figures {
  const u = uniform(seed);
  const draws = Float64Array.from({ length: SAMPLES }, () => law(u)).sort();
  const at = (p: number): number => draws[Math.ceil(p * SAMPLES) - 1];
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / SAMPLES;
  return { mean, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), failure: 0 };
}

const EXACTLY: Figures = { mean: 10, p50: 10, p90: 12, p99: 15, p999: null, failure: 0 };

describe('the noise floor', () => {
  it.each(Object.keys(LAWS))('covers what two samplings of one law differ by: %s', (name) => {
    let largest = 0;
    for (let seed = 1; seed <= 8; seed += 2) {
      const [before, after] = [sampled(LAWS[name], seed), sampled(LAWS[name], seed + 1)];
      for (const figure of NAMES) {
        const apart = Math.abs((after[figure] as number) - (before[figure] as number));
        const floor = floorOf(figure, { figures: before, sampled: true }, { figures: after, sampled: true });
        expect({ figure, within: apart <= floor }).toEqual({ figure, within: true });
        largest = Math.max(largest, apart / floor);
      }
    }
    // The floor is not so high that nothing could ever reach it.
    expect(largest).toBeGreaterThan(0.05);
  });

  it('lets a p50 through that is 2 % higher, and a p99 that is 5 % higher', () => {
    const law = LAWS['exponential behind a constant'];
    const before = { figures: sampled(law, 1), sampled: true };
    const after = { figures: sampled((u) => 1.05 * law(u), 2), sampled: true };
    for (const figure of ['p50', 'p90', 'p99'] as const) {
      const apart = (after.figures[figure] as number) - (before.figures[figure] as number);
      expect(apart).toBeGreaterThan(floorOf(figure, before, after));
    }
  });

  it('is three standard errors for an exponential law, √(p / ((1 − p) n)) · scale (Serfling 1980, §2.3.3)', () => {
    const scale = 5;
    const at = (p: number): number => -scale * Math.log(1 - p);
    const figures = { mean: scale, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), failure: 0 };
    expect(halfInterval('p99', figures)).toBeCloseTo(3 * Math.sqrt(99 / SAMPLES) * scale, 12);
    expect(halfInterval('p50', figures)).toBeCloseTo(3 * Math.sqrt(1 / SAMPLES) * scale, 12);
  });

  it('is a share of the larger figure where nothing is sampled, and a larger one where anything is', () => {
    const other = { ...EXACTLY, p50: 20 };
    const [a, b] = [EXACTLY, other].map((figures) => ({ figures, sampled: false }));
    expect(floorOf('p50', a, b)).toBeCloseTo(EXACT * 20, 12);
    expect(floorOf('p50', a, { ...b, sampled: true })).toBeGreaterThanOrEqual(SAMPLED * 20);
    expect(floorOf('p999', a, b)).toBe(0);
  });

  it('takes one failure in no draws for possible: the rule of three', () => {
    expect(halfInterval('failure', EXACTLY)).toBeCloseTo(3 / SAMPLES, 15);
    expect(halfInterval('failure', { ...EXACTLY, failure: 0.5 })).toBeCloseTo(1.5 / Math.sqrt(SAMPLES), 12);
  });
});
