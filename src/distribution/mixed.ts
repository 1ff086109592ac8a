import type { Distribution, Point } from './distribution.js';
import { invert } from './invert.js';
import { points } from './points.js';

/**
 * Laws that are neither all atoms nor all spread out: what a lossy network of constant delays brings about. Atoms are
 * kept as atoms, with their exact times; only the rest is put on grids.
 */

/** Less of the mass than this is nothing (rounding leaves as much). */
const NOTHING = 1e-12;

/** What a law has beside its atoms, as a law of its own, with their mass missing; undefined where there is nothing else. */
export function smoothPart(d: Distribution): Distribution | undefined {
  const { atoms } = d;
  if (atoms === undefined) return d.mass > 0 ? d : undefined;
  const jumps = points(atoms);
  const mass = d.mass - jumps.mass;
  return mass > NOTHING ? withoutJumps(d, jumps, mass) : undefined;
}

function withoutJumps(d: Distribution, jumps: Distribution, mass: number): Distribution {
  const cdf = (t: number): number => Math.min(mass, Math.max(0, d.cdf(t) - jumps.cdf(t)));
  const moment = d.mass * d.mean - jumps.mass * jumps.mean;
  const start = invert(cdf, Math.min(NOTHING, mass / 2), d.start, d.end);
  let scratch: Float64Array | undefined;
  return {
    mass,
    start,
    end: d.end,
    mean: moment / mass,
    cdf,
    tabulate(from, step, out) {
      if (scratch === undefined || scratch.length !== out.length) scratch = new Float64Array(out.length);
      d.tabulate(from, step, out);
      jumps.tabulate(from, step, scratch);
      for (let k = 0; k < out.length; k++) out[k] = Math.min(mass, Math.max(0, out[k] - scratch[k]));
    },
    quantile: (p) => (p > mass ? Number.POSITIVE_INFINITY : invert(cdf, p, start, d.end)),
    plus: (ms) => withoutJumps(d.plus(ms), jumps.plus(ms), mass),
    draw(uniform) {
      const u = uniform();
      return u < mass ? invert(cdf, u, start, d.end) : Number.POSITIVE_INFINITY;
    },
    law: d.law,
  };
}

/**
 * These atoms, and a law without any for the rest; both with their own masses, which add up.
 *
 * @throws RangeError where the masses add up to more than 1, or an atom's time is negative.
 */
export function withAtoms(atoms: readonly Point[], rest: Distribution | undefined): Distribution {
  const jumps = points(atoms);
  if (rest === undefined || rest.mass <= NOTHING) return jumps;
  if (jumps.mass === 0) return rest;
  if (rest.law.kind === 'points') return points([...atoms, ...rest.law.points]);
  const sum = jumps.mass + rest.mass;
  if (sum > 1 + 1e-9) throw new RangeError(`probabilities sum to ${sum}, above 1`);
  return joined(jumps, rest, Math.abs(sum - 1) < 1e-12 ? 1 : sum);
}

function joined(jumps: Distribution, rest: Distribution, mass: number): Distribution {
  const atoms = jumps.atoms as readonly Point[];
  /** Of each atom: all that is below it. */
  const below = atoms.map(({ at, mass: own }) => jumps.cdf(at) - own + rest.cdf(at));
  const quantile = (p: number): number => {
    if (p > mass) return Number.POSITIVE_INFINITY;
    // The last atom that begins below p: p lies in it, or in the spread between it and the next.
    let low = 0;
    let high = atoms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (below[middle] < p) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return rest.quantile(Math.min(p, rest.mass));
    const { at } = atoms[low - 1];
    const reached = jumps.cdf(at);
    if (p <= reached + rest.cdf(at)) return at;
    return Math.max(at, rest.quantile(Math.min(p - reached, rest.mass)));
  };
  let scratch: Float64Array | undefined;
  return {
    mass,
    start: Math.min(jumps.start, rest.start),
    end: Math.max(jumps.end, rest.end),
    mean: (jumps.mass * jumps.mean + rest.mass * rest.mean) / (jumps.mass + rest.mass),
    cdf: (t) => Math.min(mass, jumps.cdf(t) + rest.cdf(t)),
    tabulate(from, step, out) {
      if (scratch === undefined || scratch.length !== out.length) scratch = new Float64Array(out.length);
      rest.tabulate(from, step, out);
      jumps.tabulate(from, step, scratch);
      for (let k = 0; k < out.length; k++) out[k] = Math.min(mass, out[k] + scratch[k]);
    },
    quantile,
    plus: (ms) => joined(jumps.plus(ms), rest.plus(ms), mass),
    draw: (uniform) => {
      const u = uniform();
      return u < mass ? quantile(u) : Number.POSITIVE_INFINITY;
    },
    atoms,
    law: {
      kind: 'mixture',
      parts: [
        {
          weight: jumps.mass,
          of: {
            kind: 'points',
            points: atoms.map(({ at, mass: own }) => ({ at, mass: own / jumps.mass })),
          },
        },
        { weight: rest.mass, of: rest.law },
      ],
    },
  };
}
