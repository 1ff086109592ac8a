import type { Distribution } from './distribution.js';

/**
 * Uniform between `low` and `high` (ms).
 *
 * @throws RangeError unless 0 ≤ low < high < ∞.
 */
export function uniform(law: { low: number; high: number }): Distribution {
  const { low, high } = law;
  if (!(low >= 0 && low < high && Number.isFinite(high))) {
    throw new RangeError(`a uniform law needs 0 ≤ low < high, not ${low} and ${high}`);
  }
  const width = high - low;
  const cdf = (t: number): number => (t <= low ? 0 : t >= high ? 1 : (t - low) / width);
  return {
    mass: 1,
    start: low,
    end: high,
    mean: (low + high) / 2,
    cdf,
    tabulate(from, step, out) {
      for (let k = 0; k < out.length; k++) out[k] = cdf(from + k * step);
    },
    quantile: (p) => low + width * p,
    plus: (ms) => uniform({ low: low + ms, high: high + ms }),
    draw: (next) => low + width * next(),
    law: { kind: 'uniform', low, high },
  };
}
