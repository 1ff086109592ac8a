import type { Distribution, Point } from '../distribution/distribution.js';
import { invert } from '../distribution/invert.js';
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

/** A quorum: the system's own probability, with "has answered by t" for "is in". */
export function quorumOf(system: QuorumSystem): Combination {
  return {
    at: (p) => system.probability(p),
    tabulate: (columns, out) => system.probabilities(columns, out),
  };
}

/**
 * The law of several independent parts run together. Exact atoms where all parts are discrete; otherwise the
 * result's own range is found first, so that the grid is spent on where the result lies, not on the range of
 * its slowest part.
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
  const discrete = atomsOf(parts);
  if (discrete !== undefined) return steps(discrete, at);

  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const part of parts) {
    if (part.mass === 0) continue;
    low = Math.min(low, part.start);
    high = Math.max(high, part.end);
  }
  const start = at(low) > 0 ? low : invert(at, 1e-13, low, high);
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
    // What lies beyond the end (1e-9 of it) belongs to the mass all the same.
    if (from + out.length * step > end) out[out.length - 1] = mass;
  };
  return tabulated(start, extent, () => upTo(BEFORE_TAIL), tabulate);
}

function atomsOf(parts: readonly Distribution[]): number[] | undefined {
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
