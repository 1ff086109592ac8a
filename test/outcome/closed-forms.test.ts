import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distribution/distribution.js';
import { exponential, gamma } from '../../src/distribution/gamma.js';
import { invert } from '../../src/distribution/invert.js';
import { mixture } from '../../src/distribution/mixture.js';
import { constant, points } from '../../src/distribution/points.js';
import { uniform } from '../../src/distribution/uniform.js';
import { after, all, any, instant, leaf, quorum } from '../../src/outcome/build.js';
import { Evaluator } from '../../src/outcome/evaluate.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import { threshold } from '../../src/quorum/shapes.js';
import { apart, percentiles } from '../distribution/laws.js';

const delay = (law: Distribution): Outcome => leaf(law, { what: 'delay' });
const law = (outcome: Outcome): Distribution => {
  const { law: found, method } = new Evaluator({ seed: 1, samples: 1000 }).evaluate(outcome);
  expect(method).toBe('exact');
  return found;
};
const ids = (n: number): string[] => Array.from({ length: n }, (_, i) => `r${i}`);
const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

/** P(at least k of n have happened) when each has with probability p. */
function atLeast(n: number, k: number, p: number): number {
  let sum = 0;
  for (let i = k; i <= n; i++) sum += choose(n, i) * p ** i * (1 - p) ** (n - i);
  return sum;
}

describe('exact evaluation within 0.1 % of closed forms at p50, p90, p99, p99.9', () => {
  const orders: [number, number][] = [];
  for (const n of [1, 2, 3, 5, 7, 9, 15])
    for (const k of new Set([1, Math.ceil((n + 1) / 2), n])) orders.push([k, n]);

  it.each(orders)(
    'the %d-th of %d exponentials (order statistics; David and Nagaraja 2003, §2.1)',
    (k, n) => {
      const found = law(
        quorum(
          threshold(ids(n), k),
          ids(n).map(() => delay(exponential({ mean: 1 }))),
        ),
      );
      for (const p of percentiles) {
        const expected = invert((t) => atLeast(n, k, 1 - Math.exp(-t)), p, 0, 40);
        expect(apart(found.quantile(p), expected)).toBeLessThan(1e-3);
      }
      // E = Σ_{i=n−k+1..n} 1/i (Rényi 1953).
      let mean = 0;
      for (let i = n - k + 1; i <= n; i++) mean += 1 / i;
      expect(apart(found.mean, mean)).toBeLessThan(1e-3);
    },
  );

  it('the last and the first of unequal exponentials', () => {
    const means = [1, 2, 5];
    const parts = means.map((mean) => delay(exponential({ mean })));
    const last = law(all(...parts));
    const first = law(any(...means.map((mean) => delay(exponential({ mean })))));
    for (const p of percentiles) {
      const expected = invert((t) => means.reduce((f, m) => f * (1 - Math.exp(-t / m)), 1), p, 0, 200);
      expect(apart(last.quantile(p), expected)).toBeLessThan(1e-3);
      expect(apart(first.quantile(p), -Math.log(1 - p) / (1 + 1 / 2 + 1 / 5))).toBeLessThan(1e-3);
    }
  });

  it('a sum of quorums of sums: c→L, majority of round trips, L→c, all exponential bodies', () => {
    // 2 of 3 of {0, X, Y}: the first of X and Y, exponential of mean ½ beside the shift; then + Exp(1) by hand.
    const found = law(
      after(
        delay(exponential({ shift: 10, mean: 1 })),
        quorum(threshold(ids(3), 2), [
          instant,
          delay(exponential({ shift: 30, mean: 1 })),
          delay(exponential({ shift: 30, mean: 1 })),
        ]),
      ),
    );
    // Hypoexponential with rates 1 and 2.
    const cdf = (t: number): number => 1 - 2 * Math.exp(-(t - 40)) + Math.exp(-2 * (t - 40));
    for (const p of percentiles) expect(apart(found.quantile(p), invert(cdf, p, 40, 100))).toBeLessThan(1e-3);
  });

  it('the majority of links with far apart shifts (the hint: a link is a large constant and a small body)', () => {
    const shifts = [5, 14, 62, 68, 140];
    const found = law(
      quorum(
        threshold(ids(5), 3),
        shifts.map((shift) => delay(gamma({ shift, shape: 2, scale: 0.4 }))),
      ),
    );
    // The third must be or1 at 62 + body, or the one at 68 where that is quicker: next to never.
    const third = gamma({ shift: 62, shape: 2, scale: 0.4 });
    for (const p of percentiles) expect(apart(found.quantile(p), third.quantile(p))).toBeLessThan(1e-3);
  });

  it('the median of three uniforms is Beta(2, 2)', () => {
    const found = law(
      quorum(
        threshold(ids(3), 2),
        ids(3).map(() => delay(uniform({ low: 0, high: 1 }))),
      ),
    );
    for (const p of percentiles) {
      const expected = invert((t) => 3 * t * t - 2 * t ** 3, p, 0, 1);
      expect(apart(found.quantile(p), expected)).toBeLessThan(1e-3);
    }
  });

  it('a body of a millisecond with a tail of seconds has its quantiles and its mean, fine where it lies and coarse beyond', () => {
    // The last of two: each an exponential of mean 1, which with one in 20,000 is a second later. F = (1 − e^−t)² before it.
    const late = (): Outcome =>
      delay(
        mixture([
          { weight: 1 - 5e-5, of: exponential({ mean: 1 }) },
          { weight: 5e-5, of: exponential({ mean: 1, shift: 1000 }) },
        ]),
      );
    const slower = law(all(late(), late()));
    for (const p of [0.5, 0.9, 0.99, 0.999])
      expect(slower.quantile(p) / -Math.log(1 - Math.sqrt(p / (1 - 5e-5) ** 2))).toBeCloseTo(1, 4);
    // 1 + 1/2 for the body; the later of two is late with nearly twice the probability of one.
    const either = 1 - (1 - 5e-5) ** 2;
    expect(slower.mean).toBeCloseTo(1.5 + either * 1000, 2);
    const cells = slower.law.kind === 'grid' ? slower.law.cells : 0;
    expect(cells).toBeGreaterThan(1024);
    expect(cells).toBeLessThan(8192);
  });

  it('constants stay constants, to the last bit', () => {
    const found = law(
      after(
        delay(constant(20)),
        quorum(
          threshold(ids(5), 3),
          [0, 14, 62, 68, 140].map((ms) => delay(constant(ms))),
        ),
        delay(constant(20)),
      ),
    );
    expect(found.law).toEqual({ kind: 'points', points: [{ at: 102, mass: 1 }] });
  });

  it('improper constants give the steps of the binomial: latency and availability are one calculus', () => {
    // Three replicas at 10, 20, 30 ms, each up with probability .9; two must answer.
    const up = [10, 20, 30].map((at) => delay(points([{ at, mass: 0.9 }])));
    const found = law(quorum(threshold(ids(3), 2), up));
    expect(found.cdf(19.9)).toBe(0);
    expect(found.cdf(20)).toBeCloseTo(0.81, 12);
    expect(found.cdf(30)).toBeCloseTo(0.972, 12);
    // Majority of 3 at p = .1 fails with .028 (Barbara and Garcia-Molina 1987; models: availability).
    expect(1 - found.mass).toBeCloseTo(0.028, 12);
  });
});
