import type { Distribution } from './distribution.js';
import { invert } from './invert.js';
import { normalCdf, standardNormal } from './normal.js';
import { TAIL } from './tail.js';

/**
 * A shifted lognormal: `shift` ms plus `median` ms times e^(sigma·Z), Z standard normal. What disks and machines
 * of one zone look like.
 *
 * @throws RangeError unless shift ≥ 0, median > 0, sigma > 0, all finite.
 */
export function lognormal(law: { shift?: number; median: number; sigma: number }): Distribution {
  const { shift = 0, median, sigma } = law;
  if (!(shift >= 0 && Number.isFinite(shift)))
    throw new RangeError(`shift must be at least 0 ms, not ${shift}`);
  if (!(median > 0 && Number.isFinite(median)))
    throw new RangeError(`median must be above 0 ms, not ${median}`);
  if (!(sigma > 0 && Number.isFinite(sigma))) throw new RangeError(`sigma must be above 0, not ${sigma}`);
  const cdf = (t: number): number => (t <= shift ? 0 : normalCdf(Math.log((t - shift) / median) / sigma));
  const z = (p: number): number =>
    p <= 0 ? Number.NEGATIVE_INFINITY : p >= 1 ? Number.POSITIVE_INFINITY : normalQuantile(p);
  const quantile = (p: number): number => shift + median * Math.exp(sigma * z(p));
  return {
    mass: 1,
    start: shift,
    end: quantile(1 - TAIL),
    mean: shift + median * Math.exp((sigma * sigma) / 2),
    cdf,
    tabulate(from, step, out) {
      for (let k = 0; k < out.length; k++) out[k] = cdf(from + k * step);
    },
    quantile,
    plus: (ms) => lognormal({ shift: shift + ms, median, sigma }),
    draw: (uniform) => shift + median * Math.exp(sigma * standardNormal(uniform)),
    law: { kind: 'lognormal', shift, median, sigma },
  };
}

function normalQuantile(p: number): number {
  const distance = invert((x) => normalCdf(x) - (1 - normalCdf(x)), Math.abs(2 * p - 1), 0, 40);
  return p < 0.5 ? -distance : distance;
}
