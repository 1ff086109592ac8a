import type { Distribution } from './distribution.js';
import { gammaQuantile, lowerGamma } from './incomplete-gamma.js';
import { standardNormal } from './normal.js';
import type { Uniform } from './random.js';
import { TAIL } from './tail.js';

/**
 * A shifted gamma: `shift` ms plus a gamma variable of this shape (dimensionless) and scale (ms). What RTTs look
 * like: a constant path and a small queueing body. Its one-way half is exact: half the shift, half the shape.
 *
 * @throws RangeError unless shift ≥ 0, shape > 0, scale > 0, all finite.
 */
export function gamma(law: { shift?: number; shape: number; scale: number }): Distribution {
  const { shift = 0, shape, scale } = law;
  if (!(shift >= 0 && Number.isFinite(shift)))
    throw new RangeError(`shift must be at least 0 ms, not ${shift}`);
  if (!(shape > 0 && Number.isFinite(shape))) throw new RangeError(`shape must be above 0, not ${shape}`);
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError(`scale must be above 0 ms, not ${scale}`);
  let end: number | undefined;
  return {
    mass: 1,
    start: shift,
    get end() {
      end ??= shift + scale * gammaQuantile(shape, 1 - TAIL);
      return end;
    },
    mean: shift + shape * scale,
    cdf: (t) => lowerGamma(shape, (t - shift) / scale),
    tabulate(from, step, out) {
      const begin = (from - shift) / scale;
      const delta = step / scale;
      for (let k = 0; k < out.length; k++) {
        // Far out the law is 1 to the last bit, and the continued fraction would be wasted on it.
        const x = begin + k * delta;
        out[k] = x > 40 + 3 * shape + 12 * Math.sqrt(shape) ? 1 : lowerGamma(shape, x);
      }
    },
    quantile: (p) => shift + scale * gammaQuantile(shape, p),
    plus: (ms) => gamma({ shift: shift + ms, shape, scale }),
    draw: (uniform) => shift + scale * drawGamma(shape, uniform),
    law: { kind: 'gamma', shift, shape, scale },
  };
}

/** `shift` ms plus an exponential of this mean (ms): a gamma of shape 1. */
export function exponential(law: { shift?: number; mean: number }): Distribution {
  return gamma({ shift: law.shift ?? 0, shape: 1, scale: law.mean });
}

/** One draw of a gamma of scale 1: Marsaglia and Tsang, "A simple method for generating gamma variables", TOMS 2000. */
function drawGamma(shape: number, uniform: Uniform): number {
  if (shape === 1) return -Math.log1p(-uniform());
  if (shape < 1) {
    // Their §6: a draw of shape + 1, times U^(1/shape).
    return drawGamma(shape + 1, uniform) * (1 - uniform()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = standardNormal(uniform);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = uniform();
    const square = x * x;
    // The squeeze spares the logarithms nearly always.
    if (u < 1 - 0.0331 * square * square) return d * v;
    if (Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
  }
}
