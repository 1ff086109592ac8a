import type { Distribution } from './distribution.js';
import { gamma } from './gamma.js';
import { gammaQuantile } from './incomplete-gamma.js';
import { constant } from './points.js';

/** A quantile that was measured: P(T ≤ at) = p. */
export interface Quantile {
  readonly p: number;
  /** ms */
  readonly at: number;
}

/**
 * Where the data cannot tell the shape, it is 2: the one-way halves of such a round trip are a constant and an
 * exponential, the simplest body that queues give.
 */
const CUSTOMARY_SHAPE = 2;

/**
 * The shifted gamma that passes through measured quantiles: exactly where there are as many as it has
 * parameters, nearest in least squares where there are more. `min`, if given, is its shift. With too few figures
 * to tell the shape (one or two beside no minimum, or one beside a minimum) the shape is 2, unless that would
 * begin below 0 ms.
 *
 * @param data quantiles with 0 < p < 1 in rising order, times not falling, ms
 * @throws RangeError for no quantile, p out of range or order, or times that fall or lie below `min`.
 */
export function fitQuantiles(data: { min?: number; quantiles: readonly Quantile[] }): Distribution {
  const { min, quantiles } = data;
  validate(min, quantiles);
  const first = quantiles[0].at;
  const last = quantiles[quantiles.length - 1].at;
  if (last === (min ?? first) || last - (min ?? first) < 1e-9 * last) return constant(last);
  const freedom = quantiles.length + (min === undefined ? 0 : 1);
  const customary = line(CUSTOMARY_SHAPE, quantiles, min);
  if (freedom >= 3) return build(bestShape(quantiles, min));
  // Two figures fix place and width. Where that would begin below 0 ms, it begins at 0 and the shape gives way.
  return build(
    customary.error < 1e-9 * last || quantiles.length === 1 ? customary : bestShape(quantiles, min ?? 0),
  );
}

/**
 * The shifted gamma with this minimum, mean and standard deviation (ms): shape ((mean − min)/sd)², scale
 * sd²/(mean − min).
 *
 * @throws RangeError unless 0 ≤ min ≤ mean and sd ≥ 0.
 */
export function fitMoments(data: { min: number; mean: number; sd: number }): Distribution {
  const { min, mean, sd } = data;
  if (!(min >= 0 && mean >= min && sd >= 0 && Number.isFinite(mean + sd))) {
    throw new RangeError(`moments need 0 ≤ min ≤ mean and sd ≥ 0, not ${min}, ${mean} and ${sd}`);
  }
  const body = mean - min;
  if (body < 1e-12 * mean || sd < 1e-9 * mean) return constant(mean);
  return gamma({ shift: min, shape: (body / sd) ** 2, scale: (sd * sd) / body });
}

interface Line {
  readonly shape: number;
  readonly shift: number;
  readonly scale: number;
  /** Root of the mean squared miss, ms. */
  readonly error: number;
}

function build(line: Line): Distribution {
  return gamma(line);
}

/** Given the shape, quantiles are linear in shift and scale: least squares, with shift ≥ 0 and scale > 0. */
function line(shape: number, quantiles: readonly Quantile[], min: number | undefined): Line {
  const n = quantiles.length;
  const g = quantiles.map(({ p }) => gammaQuantile(shape, p));
  let shift = min;
  let scale = 0;
  if (shift === undefined && n > 1) {
    const meanG = g.reduce((s, x) => s + x, 0) / n;
    const meanT = quantiles.reduce((s, q) => s + q.at, 0) / n;
    let covariance = 0;
    let variance = 0;
    for (let i = 0; i < n; i++) {
      covariance += (g[i] - meanG) * (quantiles[i].at - meanT);
      variance += (g[i] - meanG) ** 2;
    }
    scale = covariance / variance;
    shift = meanT - scale * meanG;
  }
  if (shift === undefined || shift < 0 || scale <= 0) {
    shift = Math.max(shift ?? 0, 0);
    let top = 0;
    let bottom = 0;
    for (let i = 0; i < n; i++) {
      top += g[i] * (quantiles[i].at - shift);
      bottom += g[i] * g[i];
    }
    scale = Math.max(top / bottom, 1e-12);
  }
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (shift + scale * g[i] - quantiles[i].at) ** 2;
  return { shape, shift, scale, error: Math.sqrt(squares / n) };
}

/** The shape with the least error: a coarse sweep over its logarithm, then a golden-section search. */
function bestShape(quantiles: readonly Quantile[], min: number | undefined): Line {
  const at = (logShape: number): Line => line(Math.exp(logShape), quantiles, min);
  const [low, high, steps] = [Math.log(0.05), Math.log(400), 36];
  let best = 0;
  let bestLine = at(low);
  for (let i = 1; i <= steps; i++) {
    const candidate = at(low + ((high - low) * i) / steps);
    if (candidate.error < bestLine.error) {
      best = i;
      bestLine = candidate;
    }
  }
  let a = low + ((high - low) * Math.max(best - 1, 0)) / steps;
  let b = low + ((high - low) * Math.min(best + 1, steps)) / steps;
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 60 && b - a > 1e-10; i++) {
    const x = b - golden * (b - a);
    const y = a + golden * (b - a);
    if (at(x).error < at(y).error) b = y;
    else a = x;
  }
  return at((a + b) / 2);
}

function validate(min: number | undefined, quantiles: readonly Quantile[]): void {
  if (quantiles.length === 0) throw new RangeError('a fit needs at least one quantile');
  if (min !== undefined && !(min >= 0)) throw new RangeError(`the minimum must be at least 0 ms, not ${min}`);
  let p = 0;
  let t = min ?? 0;
  for (const q of quantiles) {
    if (!(q.p > p && q.p < 1)) throw new RangeError(`quantiles must rise within 0 and 1: ${q.p} after ${p}`);
    if (!(q.at >= t && Number.isFinite(q.at)))
      throw new RangeError(`${q.at} ms at p = ${q.p} lies below ${t} ms`);
    p = q.p;
    t = q.at;
  }
}
