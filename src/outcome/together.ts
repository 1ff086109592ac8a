import type { Distribution, Point } from '../distribution/distribution.js';
import { invert } from '../distribution/invert.js';
import { withAtoms } from '../distribution/mixed.js';
import { never, points } from '../distribution/points.js';
import { BEFORE_TAIL, tabulated } from '../distribution/resolution.js';
import type { QuorumSystem } from '../quorum/system.js';

/** How the CDFs of independent parts make the CDF of the whole, at one time and at many. */
export interface Combination {
  at(p: ArrayLike<number>): number;
  tabulate(columns: readonly Float64Array[], out: Float64Array): void;
}

/** The last to finish: the product of the CDFs. */
export const allOf: Combination = {
  at(p) {
    let product = 1;
    for (let i = 0; i < p.length; i++) product *= p[i];
    return product;
  },
  tabulate(columns, out) {
    out.fill(1);
    for (const column of columns) for (let t = 0; t < out.length; t++) out[t] *= column[t];
  },
};

/** The first to finish: one minus the product of the survival functions. */
export const anyOf: Combination = {
  at(p) {
    let product = 1;
    for (let i = 0; i < p.length; i++) product *= 1 - p[i];
    return 1 - product;
  },
  tabulate(columns, out) {
    out.fill(1);
    for (const column of columns) for (let t = 0; t < out.length; t++) out[t] *= 1 - column[t];
    for (let t = 0; t < out.length; t++) out[t] = 1 - out[t];
  },
};

/** The last of a whole and a leg of its own, of [the whole, the whole without the leg, the leg]; see `ownLegOf`. */
export const lastWithOwnLeg: Combination = {
  at: (p) => p[0] - (1 - p[2]) * p[1],
  tabulate([whole, without, leg], out) {
    for (let t = 0; t < out.length; t++) out[t] = whole[t] - (1 - leg[t]) * without[t];
  },
};

/** A quorum: the system's own probability, with "has answered by t" for "is in". */
export function quorumOf(system: QuorumSystem): Combination {
  return {
    at: (p) => system.probability(p),
    tabulate: (columns, out) => system.probabilities(columns, out),
  };
}

/**
 * The law of several independent parts run together. What atoms of the parts make atoms of the result stays so, with
 * their exact times; for the rest the result's own range is found first, so that the grid is spent on where the result
 * lies, not on the range of its slowest part.
 *
 * @throws TooWideForGrid where a tail is too long for a grid.
 */
export function together(parts: readonly Distribution[], how: Combination): Distribution {
  const n = parts.length;
  const p = new Float64Array(n);
  const at = (t: number): number => {
    for (let i = 0; i < n; i++) p[i] = parts[i].cdf(t);
    return how.at(p);
  };
  for (let i = 0; i < n; i++) p[i] = parts[i].mass;
  const mass = how.at(p);
  if (!(mass > 0)) return never;
  const discrete = discreteTimes(parts);
  if (discrete !== undefined) return steps(discrete, at);
  const atoms = jumps(parts, how);
  const jumped = points(atoms);
  if (mass - jumped.mass <= 1e-11) return jumped;
  const smooth = jumped.mass === 0 ? at : (t: number): number => Math.max(0, at(t) - jumped.cdf(t));
  return withAtoms(atoms, spread(parts, how, smooth, jumped, mass - jumped.mass));
}

/** What is beside the atoms of the result, which `jumped` has. */
function spread(
  parts: readonly Distribution[],
  how: Combination,
  at: (t: number) => number,
  jumped: Distribution,
  mass: number,
): Distribution {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const part of parts) {
    if (part.mass === 0) continue;
    low = Math.min(low, part.start);
    high = Math.max(high, part.end);
  }
  // Beside atoms, rounding leaves as much as 1e-16.
  const start = at(low) > (jumped.mass > 0 ? 1e-13 : 0) ? low : invert(at, 1e-13, low, high);
  const end = invert(at, mass * (1 - 1e-9), start, high);
  if (end - start <= 1e-9 * end) return points([{ at: start, mass }]);
  const upTo = (share: number): number => invert(at, share * mass, start, end) - start;
  const extent = { p50: upTo(0.5), p90: upTo(0.9), span: end - start };
  const tabulate = (from: number, step: number, out: Float64Array): void => {
    const columns = parts.map((part) => {
      const column = new Float64Array(out.length);
      part.tabulate(from, step, column);
      return column;
    });
    how.tabulate(columns, out);
    if (jumped.mass > 0) {
      const below = new Float64Array(out.length);
      jumped.tabulate(from, step, below);
      for (let k = 0; k < out.length; k++) out[k] = Math.max(0, out[k] - below[k]);
    }
    // What lies beyond the end (1e-9 of it) belongs to the mass all the same.
    if (from + out.length * step > end) out[out.length - 1] = mass;
  };
  return tabulated(start, extent, () => upTo(BEFORE_TAIL), tabulate);
}

/** More atoms than this are not kept apart: the least of them go on the grid with the rest. */
const MOST_JUMPS = 512;
/** An atom of the result with less than this goes on the grid. */
const LEAST_JUMP = 1e-9;

/** The atoms of the result: at the atoms of its parts, by how much it rises there. */
function jumps(parts: readonly Distribution[], how: Combination): Point[] {
  const own = parts.map(({ atoms }) => new Map(atoms?.map(({ at, mass }) => [at, mass])));
  const times = new Set(own.flatMap((atoms) => [...atoms.keys()]));
  const found: Point[] = [];
  const before = new Float64Array(parts.length);
  const after = new Float64Array(parts.length);
  for (const t of times) {
    for (let i = 0; i < parts.length; i++) {
      after[i] = parts[i].cdf(t);
      before[i] = Math.max(0, after[i] - (own[i].get(t) ?? 0));
    }
    const mass = how.at(after) - how.at(before);
    if (mass > LEAST_JUMP) found.push({ at: t, mass });
  }
  if (found.length > MOST_JUMPS) found.sort((a, b) => b.mass - a.mass || a.at - b.at).length = MOST_JUMPS;
  return found;
}

function discreteTimes(parts: readonly Distribution[]): number[] | undefined {
  const times = new Set<number>();
  for (const { law } of parts) {
    if (law.kind !== 'points') return undefined;
    for (const { at } of law.points) times.add(at);
  }
  return [...times].sort((a, b) => a - b);
}

function steps(times: readonly number[], at: (t: number) => number): Distribution {
  const atoms: Point[] = [];
  let below = 0;
  for (const t of times) {
    const reached = at(t);
    if (reached > below) atoms.push({ at: t, mass: reached - below });
    below = Math.max(below, reached);
  }
  return points(atoms);
}
