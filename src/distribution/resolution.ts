import type { Distribution } from './distribution.js';
import { grid } from './grid.js';
import { gridWithTail } from './grid-with-tail.js';
import { invert } from './invert.js';

/**
 * How fine a grid must be. The CDF is linear between knots, so its error is about step²/8 times the density's
 * slope: with this many cells up to the 90th percentile of the body it stays below 1e-4 of the body's width.
 */
const CELLS_TO_P90 = 80;
/** A long tail may not cost more than this many cells; then the step grows. */
const MOST_CELLS = 65_536;

/** A grid of fewer cells than this is not worth two steps. */
export const MOST_EVEN_CELLS = 3072;
/** Where the tail of such a long grid begins, as a share of the mass; no quantile that is shown lies in it. */
export const BEFORE_TAIL = 1 - 1e-4;
/** Cells for the tail, where it has a grid of its own. */
export const TAIL_CELLS = 1024;

/** The law reaches so far beyond its body that no even grid of bearable size shows the body: sample it instead. */
export class TooWideForGrid extends RangeError {
  override readonly name = 'TooWideForGrid';
}

/** How wide a body is, from its start (ms): up to the median, up to the 90th percentile, and in all. */
export interface Extent {
  readonly p50: number;
  readonly p90: number;
  readonly span: number;
}

/**
 * Step of the grid for a body of this extent (ms).
 *
 * @throws TooWideForGrid where the step would be a quarter of the way to the median, or a tenth to the 90th percentile.
 */
export function stepFor({ p50, p90, span }: Extent): number {
  // A body that is an atom, to its 90th percentile, needs no finer grid than its tail.
  const wanted = (p90 > 0 ? p90 : span / 20) / CELLS_TO_P90;
  const step = Math.max(wanted, span / MOST_CELLS);
  if (p90 > 0 && step > wanted && step > Math.max(p50 / 4, p90 / 10)) {
    throw new TooWideForGrid(`a body of ${p90} ms has a tail of ${span} ms`);
  }
  return step;
}

/** The extent of a law's body, of what finishes; nothing for a constant. */
export function extentOf(d: Distribution): Extent {
  if (!(d.mass > 0)) return { p50: 0, p90: 0, span: 0 };
  const upTo = (share: number): number => d.quantile(share * d.mass) - d.start;
  return { p50: upTo(0.5), p90: upTo(0.9), span: d.end - d.start };
}

/**
 * Puts a monotone function on a grid: `fill` writes its values at from + i·step. The CDF must have reached its mass at the
 * end of its span. A tail much longer than the body gets a coarser grid of its own.
 *
 * @param beforeTail how far from the start `BEFORE_TAIL` of the mass lies (ms); asked where it matters
 * @throws TooWideForGrid as `stepFor` does.
 */
export function tabulated(
  start: number,
  extent: Extent,
  beforeTail: () => number,
  fill: (from: number, step: number, out: Float64Array) => void,
): Distribution {
  const { span } = extent;
  const step = stepFor(extent);
  const cells = Math.max(1, Math.ceil(span / step));
  if (cells > MOST_EVEN_CELLS) {
    const early = Math.max(1, Math.ceil(beforeTail() / step));
    const stride = (span - early * step) / TAIL_CELLS;
    if (early + TAIL_CELLS < cells / 2) {
      const head = new Float64Array(early + 1);
      fill(start, step, head);
      const tail = new Float64Array(TAIL_CELLS + 1);
      fill(start + early * step, stride, tail);
      tail[0] = head[early];
      monotone(head);
      return gridWithTail(start, step, head, stride, monotone(tail));
    }
  }
  const values = new Float64Array(cells + 1);
  fill(start, step, values);
  return grid(start, step, monotone(values));
}

/** Share of its mean by which a law may be off. */
const MOVED = 2e-4;

/**
 * One of several laws, none with atoms, whose masses say how likely each is and add up to at most 1; on one grid where
 * there are several.
 *
 * @throws TooWideForGrid as `stepFor` does.
 */
export function superposed(parts: readonly Distribution[]): Distribution {
  if (parts.length === 1) return parts[0];
  const mass = parts.reduce((sum, part) => sum + part.mass, 0);
  const start = Math.min(...parts.map((part) => part.start));
  const end = Math.max(...parts.map((part) => part.end));
  const cdf = (t: number): number => parts.reduce((sum, part) => sum + part.cdf(t), 0);
  const upTo = (share: number): number => invert(cdf, share * mass, start, end) - start;
  const extent = { p50: upTo(0.5), p90: upTo(0.9), span: end - start };
  const total = tabulated(
    start,
    extent,
    () => upTo(BEFORE_TAIL),
    (from, step, out) => {
      const one = new Float64Array(out.length);
      out.fill(0);
      for (const part of parts) {
        part.tabulate(from, step, one);
        for (let k = 0; k < out.length; k++) out[k] += one[k];
      }
      if (from + out.length * step > end) out[out.length - 1] = mass;
    },
  );
  // On a common grid a narrow part moves by up to half a cell; the mean of all is known, so put it back where that shows.
  const mean = parts.reduce((sum, part) => sum + part.mass * part.mean, 0) / mass;
  return (Math.abs(mean - total.mean) > MOVED * mean ? movedTo(total, mean) : undefined) ?? total;
}

/** A law moved so that this is its mean (ms); undefined where it would then begin before 0. */
export function movedTo(law: Distribution, mean: number): Distribution | undefined {
  const drift = mean - law.mean;
  return law.start + drift >= 0 ? law.plus(drift) : undefined;
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
