import type { Distribution, Law } from './distribution.js';
import { gamma } from './gamma.js';
import { lognormal } from './lognormal.js';
import { points } from './points.js';
import { uniform } from './uniform.js';

/**
 * The same random duration with every draw `factor` times as long.
 *
 * Named laws stay what they are (a gamma of `factor` times the scale), so that sums of them stay exact.
 *
 * @throws RangeError unless the factor is above 0 and finite.
 */
export function scaled(distribution: Distribution, factor: number): Distribution {
  if (!(factor > 0 && Number.isFinite(factor)))
    throw new RangeError(`a factor must be above 0, not ${factor}`);
  if (factor === 1) return distribution;
  const { law } = distribution;
  switch (law.kind) {
    case 'points':
      return points(law.points.map(({ at, mass }) => ({ at: at * factor, mass })));
    case 'gamma':
      return gamma({ shift: law.shift * factor, shape: law.shape, scale: law.scale * factor });
    case 'lognormal':
      return lognormal({ shift: law.shift * factor, median: law.median * factor, sigma: law.sigma });
    case 'uniform':
      return uniform({ low: law.low * factor, high: law.high * factor });
    case 'mixture':
    case 'empirical':
    case 'grid':
      return stretched(distribution, factor);
  }
}

function stretched(d: Distribution, factor: number): Distribution {
  return {
    mass: d.mass,
    start: d.start * factor,
    end: d.end * factor,
    mean: d.mean * factor,
    cdf: (t) => d.cdf(t / factor),
    tabulate: (from, step, out) => d.tabulate(from / factor, step / factor, out),
    quantile: (p) => d.quantile(p) * factor,
    plus: (ms) => stretched(d.plus(ms / factor), factor),
    draw: (uniform) => d.draw(uniform) * factor,
    ...(d.atoms === undefined ? {} : { atoms: d.atoms.map(({ at, mass }) => ({ at: at * factor, mass })) }),
    law: stretchedLaw(d.law, factor),
  };
}

function stretchedLaw(law: Law, factor: number): Law {
  switch (law.kind) {
    case 'points':
      return { ...law, points: law.points.map(({ at, mass }) => ({ at: at * factor, mass })) };
    case 'gamma':
      return { ...law, shift: law.shift * factor, scale: law.scale * factor };
    case 'lognormal':
      return { ...law, shift: law.shift * factor, median: law.median * factor };
    case 'uniform':
      return { ...law, low: law.low * factor, high: law.high * factor };
    case 'mixture':
      return { ...law, parts: law.parts.map(({ weight, of }) => ({ weight, of: stretchedLaw(of, factor) })) };
    case 'empirical':
      return { ...law, shift: law.shift * factor };
    case 'grid':
      return { ...law, step: law.step * factor };
  }
}
