import type { Distribution, Point } from './distribution.js';

/**
 * A discrete random duration: each `at` (ms, ≥ 0) with its probability. Masses may sum to less than 1: the rest
 * is never. Equal times are merged.
 *
 * @throws RangeError for a negative or infinite time, a negative mass, or masses above 1.
 */
export function points(atoms: readonly Point[]): Distribution {
  const merged = mergeAtoms(atoms);
  let mass = 0;
  let weighted = 0;
  const times = new Float64Array(merged.length);
  const cumulative = new Float64Array(merged.length);
  for (let i = 0; i < merged.length; i++) {
    const { at, mass: m } = merged[i];
    mass += m;
    weighted += at * m;
    times[i] = at;
    cumulative[i] = mass;
  }
  if (mass > 1 + 1e-9) throw new RangeError(`probabilities sum to ${mass}, above 1`);
  const total = Math.abs(mass - 1) < 1e-12 ? 1 : Math.min(mass, 1);
  if (merged.length > 0) cumulative[merged.length - 1] = total;

  const countUpTo = (t: number): number => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const cdf = (t: number): number => {
    const n = countUpTo(t);
    return n === 0 ? 0 : cumulative[n - 1];
  };
  const quantile = (p: number): number => {
    if (times.length === 0 || p > total) return Number.POSITIVE_INFINITY;
    let i = 0;
    while (cumulative[i] < p) i++;
    return times[i];
  };
  return {
    mass: total,
    start: times.length > 0 ? times[0] : Number.POSITIVE_INFINITY,
    end: times.length > 0 ? times[times.length - 1] : Number.POSITIVE_INFINITY,
    mean: total > 0 ? weighted / total : Number.NaN,
    cdf,
    tabulate(from, step, out) {
      let i = 0;
      for (let k = 0; k < out.length; k++) {
        const t = from + k * step;
        while (i < times.length && times[i] <= t) i++;
        out[k] = i === 0 ? 0 : cumulative[i - 1];
      }
    },
    quantile,
    plus: (ms) => points(merged.map(({ at, mass: m }) => ({ at: at + ms, mass: m }))),
    draw(uniform) {
      if (times.length === 1 && total === 1) return times[0];
      const u = uniform();
      if (u >= total) return Number.POSITIVE_INFINITY;
      let i = 0;
      while (cumulative[i] <= u) i++;
      return times[i];
    },
    atoms: merged,
    law: { kind: 'points', points: merged },
  };
}

/** A duration that is always the same (ms, ≥ 0). */
export function constant(ms: number): Distribution {
  return points([{ at: ms, mass: 1 }]);
}

/** The duration of what never happens: no mass at all. */
export const never: Distribution = points([]);

function mergeAtoms(atoms: readonly Point[]): Point[] {
  const sorted: Point[] = [];
  for (const { at, mass } of atoms) {
    if (!(at >= 0) || at === Number.POSITIVE_INFINITY) {
      throw new RangeError(`a duration must be at least 0 ms, not ${at}`);
    }
    if (!(mass >= 0)) throw new RangeError(`a probability must be at least 0, not ${mass}`);
    if (mass > 0) sorted.push({ at, mass });
  }
  sorted.sort((a, b) => a.at - b.at);
  const merged: Point[] = [];
  for (const atom of sorted) {
    const last = merged[merged.length - 1];
    if (last !== undefined && last.at === atom.at) {
      merged[merged.length - 1] = { at: last.at, mass: last.mass + atom.mass };
    } else {
      merged.push(atom);
    }
  }
  return merged;
}
