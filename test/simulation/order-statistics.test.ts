import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../../src/distribution/random.js';
import { quantileRanks } from '../../src/simulation/order-statistics.js';

/** P(B ≤ k) of a binomial (n, p), summed from k = 0 on logarithms: slow, and not how the code under test does it. */
function binomialCdf(n: number, p: number, k: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let i = 0; i <= Math.min(k, n); i++) {
    if (i > 0) logChoose += Math.log(n - i + 1) - Math.log(i);
    sum += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return sum;
}

test('the median of 10 samples lies between the 2nd and the 9th (11/1024 on each side; 56/1024 one further in)', () => {
  expect(quantileRanks(10, 0.5)).toEqual({ low: 2, high: 9 });
});

test('6 samples bound a median by their extremes, 5 do not (2·0.5^6 = 0.031, 2·0.5^5 = 0.063)', () => {
  expect(quantileRanks(6, 0.5)).toEqual({ low: 1, high: 6 });
  expect(quantileRanks(5, 0.5)).toEqual({ low: undefined, high: undefined });
});

test('p99.9 has an upper bound from 3688 samples on (0.999^n ≤ 0.025)', () => {
  expect(quantileRanks(3687, 0.999).high).toBeUndefined();
  expect(quantileRanks(3688, 0.999).high).toBe(3688);
  expect(quantileRanks(0, 0.5)).toEqual({ low: undefined, high: undefined });
});

test('each side misses with a probability of at most 2.5 %, and no closer rank would do', () => {
  let bounded = 0;
  const samples = fc.integer({ min: 1, max: 3000 });
  fc.assert(
    fc.property(samples, fc.constantFrom(0.5, 0.9, 0.99, 0.999), (n, p) => {
      const { low, high } = quantileRanks(n, p);
      const slack = 1e-9;
      if (low !== undefined) {
        expect(binomialCdf(n, p, low - 1)).toBeLessThanOrEqual(0.025 + slack);
        expect(binomialCdf(n, p, low)).toBeGreaterThan(0.025 - slack);
      } else {
        expect(binomialCdf(n, p, 0)).toBeGreaterThan(0.025 - slack);
      }
      if (high !== undefined) {
        bounded++;
        expect(binomialCdf(n, p, high - 1)).toBeGreaterThanOrEqual(0.975 - slack);
        expect(binomialCdf(n, p, high - 2)).toBeLessThan(0.975 + slack);
      } else {
        expect(binomialCdf(n, p, n - 1)).toBeLessThan(0.975 + slack);
      }
    }),
  );
  expect(bounded).toBeGreaterThan(20);
});

test('of 2000 intervals of p90 about 95 % or a little more hold it', () => {
  const uniform = randomStream(1, 'coverage');
  const n = 200;
  const { low, high } = quantileRanks(n, 0.9);
  let held = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const samples = Float64Array.from({ length: n }, () => -Math.log(1 - uniform())).sort();
    const truth = Math.log(10);
    if (samples[(low as number) - 1] <= truth && truth <= samples[(high as number) - 1]) held++;
  }
  // Exact: P(low ≤ B < high); the band is four standard deviations of 2000 trials.
  const exact = binomialCdf(n, 0.9, (high as number) - 1) - binomialCdf(n, 0.9, (low as number) - 1);
  expect(exact).toBeGreaterThanOrEqual(0.95);
  expect(exact).toBeLessThan(0.98);
  expect(Math.abs(held / 2000 - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 2000));
});
