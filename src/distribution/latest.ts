import type { Distribution } from './distribution.js';
import { invert } from './invert.js';
import { points } from './points.js';

/** Cells over which a mean is integrated. */
const CELLS = 4096;

/**
 * The later of two independent random durations, without a grid: its CDF is the product of theirs. For laws too wide for
 * a grid and for those that must be drawn (a draw is the later of two draws).
 */
export function latest(a: Distribution, b: Distribution): Distribution {
  const mass = a.mass * b.mass;
  const start = Math.max(a.start, b.start);
  const end = Math.max(a.end, b.end);
  const cdf = (t: number): number => a.cdf(t) * b.cdf(t);
  let mean: number | undefined;
  let scratch: Float64Array | undefined;
  const jumps = [...(a.atoms ?? []), ...(b.atoms ?? [])];
  const atoms =
    jumps.length === 0
      ? undefined
      : points(
          [...new Set(jumps.map(({ at }) => at))].map((at) => ({
            at,
            mass: cdf(at) - below(a, at) * below(b, at),
          })),
        ).atoms;
  return {
    mass,
    start,
    end,
    get mean() {
      // Up to `end` the CDFs are integrated on quantiles of what is wider, so that a narrow body is met.
      mean ??= mass > 0 ? meanOf(a, b, mass, start, end) : Number.NaN;
      return mean;
    },
    cdf,
    tabulate(from, step, out) {
      if (scratch === undefined || scratch.length !== out.length) scratch = new Float64Array(out.length);
      a.tabulate(from, step, out);
      b.tabulate(from, step, scratch);
      for (let k = 0; k < out.length; k++) out[k] *= scratch[k];
    },
    quantile: (p) => (p > mass ? Number.POSITIVE_INFINITY : invert(cdf, p, start, end)),
    plus: (ms) => latest(a.plus(ms), b.plus(ms)),
    draw: (uniform) => Math.max(a.draw(uniform), b.draw(uniform)),
    ...(atoms === undefined || atoms.length === 0 ? {} : { atoms }),
    law: { kind: 'grid', cells: CELLS, step: (end - start) / CELLS },
  };
}

/** P(T < t). */
function below(d: Distribution, t: number): number {
  const atom = d.atoms?.find(({ at }) => at === t);
  return d.cdf(t) - (atom?.mass ?? 0);
}

/** E[max(A, B) | both] = E[A | it finishes] + ∫ F_A (1 − F_B) dt, each as a share of its mass. */
function meanOf(a: Distribution, b: Distribution, mass: number, start: number, end: number): number {
  const times = [a.start, start];
  for (let i = 1; i <= CELLS / 8; i++) {
    times.push(a.quantile((a.mass * i * 8) / CELLS), b.quantile((b.mass * i * 8) / CELLS));
    times.push(start + ((end - start) * i * 8) / CELLS);
  }
  times.sort((x, y) => x - y);
  const later = (t: number): number => (a.cdf(t) / a.mass) * (1 - b.cdf(t) / b.mass);
  let sum = 0;
  for (let i = 1; i < times.length; i++) {
    const width = times[i] - times[i - 1];
    // Just before an atom the CDF is still what it was after the knot before.
    if (width > 0 && Number.isFinite(width))
      sum += (width * (later(times[i - 1]) + later(times[i] - width * 1e-9))) / 2;
  }
  return mass > 0 ? a.mean + sum : Number.NaN;
}
