import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distribution/distribution.js';
import { empirical } from '../../src/distribution/empirical.js';
import { gamma } from '../../src/distribution/gamma.js';
import { lognormal } from '../../src/distribution/lognormal.js';
import { mixture } from '../../src/distribution/mixture.js';
import { points } from '../../src/distribution/points.js';
import { scaled } from '../../src/distribution/scaled.js';
import { sum } from '../../src/distribution/sum.js';
import { uniform } from '../../src/distribution/uniform.js';

const g = gamma({ shift: 3, shape: 2, scale: 1.5 });
const u = uniform({ low: 1, high: 4 });
const laws: Record<string, Distribution> = {
  points: points([
    { at: 1, mass: 0.5 },
    { at: 7, mass: 0.4 },
  ]),
  gamma: g,
  lognormal: lognormal({ shift: 1, median: 2, sigma: 0.4 }),
  uniform: u,
  mixture: mixture([
    { weight: 0.7, of: g },
    { weight: 0.3, of: u },
  ]),
  empirical: empirical([1, 2, 2.5, 4, 9, 11, 12]),
  grid: sum(u, g),
};

describe('a duration that takes `factor` times as long', () => {
  it.each(Object.entries(laws))(
    '%s: P(f·T ≤ f·t) = P(T ≤ t), and mean, quantiles and mass follow',
    (_, law) => {
      const slow = scaled(law, 3);
      for (const t of [0, 1, 1.7, 2.5, 4.2, 6, 9, 30]) expect(slow.cdf(3 * t)).toBeCloseTo(law.cdf(t), 9);
      for (const p of [0.05, 0.5, 0.85]) expect(slow.quantile(p)).toBeCloseTo(3 * law.quantile(p), 6);
      expect(slow.mean).toBeCloseTo(3 * law.mean, 9);
      expect(slow.mass).toBe(law.mass);
      const table = new Float64Array(20);
      slow.tabulate(2, 1.5, table);
      expect(table[7]).toBeCloseTo(slow.cdf(2 + 7 * 1.5), 9);
      expect(slow.plus(6).quantile(0.5)).toBeCloseTo(3 * law.quantile(0.5) + 6, 6);
      expect(slow.law.kind).toBe(law.law.kind);
    },
  );

  it('is the same object for a factor of 1, and an error for a factor of 0', () => {
    expect(scaled(g, 1)).toBe(g);
    expect(() => scaled(g, 0)).toThrow(RangeError);
  });
});
