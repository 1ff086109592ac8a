import type { Distribution } from './distribution.js';
import { grid } from './grid.js';

/**
 * How fine a grid must be. The CDF is linear between knots, so its error is about step²/8 times the density's
 * slope: with this many cells up to the 90th percentile of the body it stays below 1e-4 of the body's width.
 */
const CELLS_TO_P90 = 100;
/** A long tail may not cost more than this many cells; then the step grows. */
const MOST_CELLS = 65_536;

/** Step (ms) for a body that is `p90` ms wide up to its 90th percentile and `span` ms in all. */
export function stepFor(p90: number, span: number): number {
  return Math.max(p90 / CELLS_TO_P90, span / MOST_CELLS);
}

/** Width (ms) of the body of a law up to the 90th percentile of what finishes; 0 for a constant. */
export function bodyWidth(d: Distribution): number {
  return d.mass > 0 ? d.quantile(0.9 * d.mass) - d.start : 0;
}

/**
 * Puts a monotone function on a grid: `fill` writes its values at from + i·step. The CDF must have reached its mass at `end`.
 */
export function tabulated(
  start: number,
  end: number,
  p90: number,
  fill: (from: number, step: number, out: Float64Array) => void,
): Distribution {
  const step = stepFor(Math.max(p90, (end - start) * 1e-3), end - start);
  const values = new Float64Array(Math.max(2, Math.ceil((end - start) / step) + 1));
  fill(start, step, values);
  return grid(start, step, monotone(values));
}

/** Irons out the last bits: rounding may make a CDF dip by 1e-17, and every user of it relies on order. */
export function monotone(values: Float64Array): Float64Array {
  let top = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v > top) top = Math.min(v, 1);
    values[i] = top;
  }
  return values;
}
