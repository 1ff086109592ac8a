import type { Distribution, Point } from './distribution.js';
import { invert } from './invert.js';
import { points } from './points.js';

/** One part of a mixture: this law with this probability. */
export interface Part {
  readonly weight: number;
  readonly of: Distribution;
}

/**
 * One of several laws, picked by weight. Weights may sum to less than 1: the rest is never.
 *
 * @throws RangeError for a negative weight or weights above 1.
 */
export function mixture(parts: readonly Part[]): Distribution {
  let sum = 0;
  for (const { weight } of parts) {
    if (!(weight >= 0)) throw new RangeError(`a weight must be at least 0, not ${weight}`);
    sum += weight;
  }
  if (sum > 1 + 1e-9) throw new RangeError(`weights sum to ${sum}, above 1`);
  const present = parts.filter(({ weight, of }) => weight > 0 && of.mass > 0);
  if (present.length === 1 && present[0].weight === 1) return present[0].of;
  const atoms = discrete(present);
  return atoms === undefined ? blend(present) : points(atoms);
}

/** The atoms of a mixture that has nothing but atoms; undefined where a part is continuous. */
function discrete(parts: readonly Part[]): Point[] | undefined {
  const atoms: Point[] = [];
  for (const { weight, of } of parts) {
    if (of.law.kind !== 'points') return undefined;
    for (const { at, mass } of of.law.points) atoms.push({ at, mass: mass * weight });
  }
  return atoms;
}

/** The atoms of all parts, ascending, equal times as one. */
function atomsOfParts(parts: readonly Part[]): readonly Point[] {
  const atoms = parts.flatMap(({ weight, of }) =>
    (of.atoms ?? []).map(({ at, mass }) => ({ at, mass: mass * weight })),
  );
  return points(atoms).atoms ?? [];
}

function blend(parts: readonly Part[]): Distribution {
  let mass = 0;
  let weighted = 0;
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { weight, of } of parts) {
    mass += weight * of.mass;
    weighted += weight * of.mass * of.mean;
    start = Math.min(start, of.start);
    end = Math.max(end, of.end);
  }
  if (Math.abs(mass - 1) < 1e-12) mass = 1;
  const cdf = (t: number): number => {
    let p = 0;
    for (const { weight, of } of parts) p += weight * of.cdf(t);
    return Math.min(p, mass);
  };
  let scratch: Float64Array | undefined;
  return {
    mass,
    start,
    end,
    mean: weighted / mass,
    cdf,
    tabulate(from, step, out) {
      if (scratch === undefined || scratch.length !== out.length) scratch = new Float64Array(out.length);
      out.fill(0);
      for (const { weight, of } of parts) {
        of.tabulate(from, step, scratch);
        for (let k = 0; k < out.length; k++) out[k] += weight * scratch[k];
      }
      for (let k = 0; k < out.length; k++) if (out[k] > mass) out[k] = mass;
    },
    quantile(p) {
      if (p > mass) return Number.POSITIVE_INFINITY;
      // Beyond `end` lies a sliver of the mass; answer with the end rather than search an endless tail.
      return invert(cdf, p, start, end);
    },
    plus: (ms) => mixture(parts.map(({ weight, of }) => ({ weight, of: of.plus(ms) }))),
    draw(uniform) {
      let u = uniform();
      for (const { weight, of } of parts) {
        if (u < weight) return of.draw(uniform);
        u -= weight;
      }
      // Rounding may leave a sliver above the sum of weights that make a whole.
      return mass === 1 ? parts[parts.length - 1].of.draw(uniform) : Number.POSITIVE_INFINITY;
    },
    ...(parts.some(({ of }) => of.atoms !== undefined) ? { atoms: atomsOfParts(parts) } : {}),
    law: { kind: 'mixture', parts: parts.map(({ weight, of }) => ({ weight, of: of.law })) },
  };
}
