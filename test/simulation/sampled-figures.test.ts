import { expect, test } from 'vitest';
import { randomStream } from '../../src/distribution/random.js';
import { meanInterval } from '../../src/simulation/mean-interval.js';
import { sampledFigures } from '../../src/simulation/sampled-figures.js';
import { shareInterval } from '../../src/simulation/share-interval.js';

const never = Number.POSITIVE_INFINITY;

test('figures are exact order statistics: the k-th smallest with k = ⌈n·p⌉', () => {
  const shuffled = Float64Array.from({ length: 1000 }, (_, i) => ((i * 389) % 1000) + 1);
  const figures = sampledFigures(shuffled, false);
  expect(figures).toMatchObject({
    mean: 500.5,
    p50: 500,
    p90: 900,
    p99: 990,
    p999: 999,
    failure: 0,
    samples: 1000,
  });
  expect(figures.confidence.p50[0]).toBeLessThan(500);
  expect(figures.confidence.p50[1]).toBeGreaterThan(500);
});

test('p99.9 of 1000 samples has no upper bound, and says so', () => {
  const { confidence } = sampledFigures(
    Float64Array.from({ length: 1000 }, (_, i) => i),
    false,
  );
  expect(confidence.p999[1]).toBeNull();
  expect(confidence.p999[0]).not.toBeNull();
  expect(confidence.p99[1]).not.toBeNull();
});

test('operations that never finished count in the quantiles and not in the mean', () => {
  const figures = sampledFigures(Float64Array.of(1, never, 3, 2, never, 4, 5, 6, 7, 8), false);
  expect(figures).toMatchObject({ mean: 4.5, p50: 5, p90: null, failure: 0.2 });
  expect(figures.confidence.p50[1]).toBeNull();
});

test('no operation, no figures', () => {
  const figures = sampledFigures(new Float64Array(0), false);
  expect(figures).toMatchObject({ mean: null, p50: null, failure: null, samples: 0 });
  expect(figures.confidence.failure).toEqual([null, null]);
});

test("Wilson's interval gives the published examples (Newcombe, Statistics in Medicine 17, 1998, table I, method 3)", () => {
  const examples = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [hits, n, low, high] of examples) {
    const interval = shareInterval(hits, n);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  }
  expect(shareInterval(20, 20)[1]).toBe(1);
});

test('batch means hold the mean of independent samples in about 95 % of the cases', () => {
  const uniform = randomStream(1, 'batch means');
  let held = 0;
  for (let trial = 0; trial < 1000; trial++) {
    const samples = Float64Array.from({ length: 600 }, () => -Math.log(1 - uniform()));
    const [low, high] = meanInterval(samples) as [number, number];
    if (low <= 1 && 1 <= high) held++;
  }
  // Four standard deviations of 1000 trials at 95 % are 28.
  expect(held).toBeGreaterThan(950 - 28);
  expect(held).toBeLessThan(950 + 28);
});

test('where neighbours are alike, the dependent form gives wider intervals, and they hold the quantile more often', () => {
  const uniform = randomStream(1, 'dependent');
  const held = { plain: 0, dependent: 0 };
  for (let trial = 0; trial < 300; trial++) {
    // Autoregressive, correlation 0.9 between neighbours; stationary, symmetric about 0.
    let level = 0;
    const samples = new Float64Array(3000);
    for (let i = -200; i < samples.length; i++) {
      level = 0.9 * level + (uniform() - 0.5);
      if (i >= 0) samples[i] = level;
    }
    for (const form of ['plain', 'dependent'] as const) {
      const [low, high] = sampledFigures(samples, form === 'dependent').confidence.p50 as [number, number];
      if (low <= 0 && 0 <= high) held[form]++;
    }
  }
  expect(held.plain / 300).toBeLessThan(0.7);
  expect(held.dependent / 300).toBeGreaterThan(0.88);
});
