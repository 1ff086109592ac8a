import { cellFrom } from './cell.js';
import type { Distribution } from './distribution.js';
import { constant } from './points.js';

/**
 * What was measured: the sample's own distribution, linear between its order statistics (Hyndman and Fan,
 * "Sample quantiles in statistical packages", 1996, definition 7). No draw lies outside the sample.
 *
 * @param samples at least one duration, ms, each ≥ 0
 * @throws RangeError for no samples, or one that is negative or not finite.
 */
export function empirical(samples: ArrayLike<number>): Distribution {
  if (samples.length === 0) throw new RangeError('an empirical law needs at least one sample');
  const sorted = Float64Array.from(samples).sort();
  for (const s of sorted) {
    if (!(s >= 0 && Number.isFinite(s))) throw new RangeError(`a sample must be at least 0 ms, not ${s}`);
  }
  return sorted[0] === sorted[sorted.length - 1] ? constant(sorted[0]) : fromSorted(sorted, 0);
}

function fromSorted(sorted: Float64Array, shift: number): Distribution {
  const last = sorted.length - 1;
  const low = sorted[0] + shift;
  const high = sorted[last] + shift;
  const quantile = (p: number): number => {
    const position = Math.min(Math.max(p, 0), 1) * last;
    const i = Math.min(Math.floor(position), Math.max(last - 1, 0));
    const next = Math.min(i + 1, last);
    return shift + sorted[i] + (position - i) * (sorted[next] - sorted[i]);
  };
  const cdf = (t: number): number => {
    const x = t - shift;
    if (x < sorted[0]) return 0;
    if (x >= sorted[last]) return 1;
    const a = cellFrom(sorted, x);
    return (a + (x - sorted[a]) / (sorted[a + 1] - sorted[a])) / last;
  };
  let sum = 0;
  for (let i = 0; i < last; i++) sum += (sorted[i] + sorted[i + 1]) / 2;
  return {
    mass: 1,
    start: low,
    end: high,
    mean: shift + sum / last,
    cdf,
    tabulate(from, step, out) {
      for (let k = 0; k < out.length; k++) out[k] = cdf(from + k * step);
    },
    quantile,
    plus: (ms) => fromSorted(sorted, shift + ms),
    draw: (uniform) => quantile(uniform()),
    law: { kind: 'empirical', shift, samples: sorted.length },
  };
}
