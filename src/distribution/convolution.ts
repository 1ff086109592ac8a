import { convolve } from './convolve.js';
import type { Distribution } from './distribution.js';
import { grid } from './grid.js';
import { gridWithTail } from './grid-with-tail.js';
import {
  BEFORE_TAIL,
  extentOf,
  MOST_EVEN_CELLS,
  monotone,
  movedTo,
  stepFor,
  TAIL_CELLS,
} from './resolution.js';

/**
 * The sum of two independent laws on a grid: their bodies are convolved, their shifts apart, with each cell's mass spread
 * evenly over the cell.
 *
 * @throws TooWideForGrid where a tail is too long for that.
 */
export function convolution(a: Distribution, b: Distribution): Distribution {
  const spanA = a.end - a.start;
  const spanB = b.end - b.start;
  // The wider body sets the scale that matters in the sum.
  const [bodyA, bodyB] = [extentOf(a), extentOf(b)];
  const step = stepFor({
    p50: Math.max(bodyA.p50, bodyB.p50),
    p90: Math.max(bodyA.p90, bodyB.p90),
    span: spanA + spanB,
  });
  const mean = a.mean + b.mean;
  if (spanA + spanB > MOST_EVEN_CELLS * step) {
    const found = convolutionWithTail(a, b, step);
    if (found !== undefined) return (isNear(found, mean, step) ? movedTo(found, mean) : undefined) ?? found;
  }
  const values = knotsOf(convolve(differences(cdfOf(a, step)), differences(cdfOf(b, step))));
  values[values.length - 1] = a.mass * b.mass;
  const start = a.start + b.start;
  const total = grid(start, step, trimmed(monotone(values.slice()), a.mass * b.mass));
  // Spreading a narrow part over a cell moves its mean; the mean of a sum is known, so put it back.
  if (!isNear(total, mean, step)) return total;
  const moved = movedTo(total, mean);
  if (moved !== undefined) return moved;
  // It would begin before 0: what would come too early comes at once.
  total.tabulate(total.mean - mean, step, values);
  return grid(0, step, trimmed(values, a.mass * b.mass));
}

/** Is a law's mean less than a step from this? */
function isNear(law: Distribution, mean: number, step: number): boolean {
  return Math.abs(mean - law.mean) < step;
}

/**
 * Where long tails hold next to nothing (a message that was lost comes hundreds of ms later), the fine grid ends where both
 * bodies do; what goes beyond that, one body's tail with all of the other, is convolved on a coarse one.
 *
 * @returns undefined where the bodies are nearly as long as the tails
 */
function convolutionWithTail(a: Distribution, b: Distribution, step: number): Distribution | undefined {
  const bodies = [a, b].map((d) => Math.max(1, Math.ceil(bodyOf(d) / step)));
  const early = bodies[0] + bodies[1] + 1;
  const span = a.end - a.start + b.end - b.start;
  if (2 * (early + TAIL_CELLS) > span / step) return undefined;
  const stride = span / TAIL_CELLS;
  const [bodyA, bodyB] = [a, b].map((d, i) => {
    const knots = new Float64Array(bodies[i] + 1);
    d.tabulate(d.start, step, knots);
    return knots;
  });
  const both = knotsOf(convolve(differences(bodyA), differences(bodyB)));
  const [coarseA, coarseB] = [a, b].map((d) => cdfOf(d, stride));
  const [endA, endB] = [bodyA[bodies[0]], bodyB[bodies[1]]];
  const one = convolve(
    differences(
      coarseA.map((v) => Math.max(v, endA)),
      endA,
    ),
    differences(coarseB),
  );
  const other = convolve(
    differences(coarseA.map((v) => Math.min(v, endA))),
    differences(
      coarseB.map((v) => Math.max(v, endB)),
      endB,
    ),
  );
  const rest = knotsOf(one.map((mass, k) => mass + other[k]));
  const restAt = (t: number): number => {
    const cell = Math.min(t / stride, rest.length - 1);
    const below = Math.floor(cell);
    const above = Math.min(below + 1, rest.length - 1);
    return rest[below] + (cell - below) * (rest[above] - rest[below]);
  };
  const head = new Float64Array(early + 1);
  for (let k = 0; k <= early; k++) head[k] = both[Math.min(k, both.length - 1)] + restAt(k * step);
  const joint = early * step;
  const tail = new Float64Array(Math.ceil((span - joint) / stride) + 1);
  const last = both[both.length - 1];
  for (let k = 0; k < tail.length; k++) tail[k] = last + restAt(joint + k * stride);
  monotone(head);
  tail[0] = head[early];
  const kept = trimmed(monotone(tail), a.mass * b.mass);
  return gridWithTail(a.start + b.start, step, head, stride, kept);
}

/** How far from its start a body reaches (ms): what is rarely later is a tail, however early that tail begins. */
function bodyOf(d: Distribution): number {
  const upTo = (late: number): number => d.quantile(d.mass * (1 - late)) - d.start;
  const [long, short] = [upTo((1 - BEFORE_TAIL) / 2), upTo(RARELY_LATER)];
  return 4 * short < long ? short : long;
}

/** As rare as what is lost on a network with some loss. */
const RARELY_LATER = 5e-4;

/** The CDF at the knots of an even grid over all of a law; what lies beyond the last is in its cell. */
function cdfOf(d: Distribution, step: number): Float64Array {
  const knots = new Float64Array(Math.max(1, Math.ceil((d.end - d.start) / step)) + 1);
  d.tabulate(d.start, step, knots);
  knots[knots.length - 1] = d.mass;
  return knots;
}

/** What a CDF rises by in each cell between its knots; an atom at the first knot goes to the first cell. */
function differences(knots: Float64Array, from = 0): Float64Array {
  const masses = new Float64Array(knots.length - 1);
  let below = from;
  for (let i = 0; i < masses.length; i++) {
    masses[i] = knots[i + 1] - below;
    below = knots[i + 1];
  }
  return masses;
}

/**
 * The CDF at the knots of a sum, from the products of cells. A cell's mass lies evenly over the cell, so the sum of cells i
 * and j is a triangle over cells i+j and i+j+1: half of it is reached at the middle knot.
 */
function knotsOf(masses: Float64Array): Float64Array {
  const knots = new Float64Array(masses.length + 2);
  let reached = 0;
  for (let k = 0; k < masses.length; k++) {
    knots[k + 1] = reached + masses[k] / 2;
    reached += masses[k];
  }
  knots[masses.length + 1] = reached;
  return knots;
}

/** Drops knots at the end that hold next to nothing, so that sums of sums do not grow without end. */
function trimmed(values: Float64Array, mass: number): Float64Array {
  let last = values.length - 1;
  while (last > 1 && mass - values[last - 1] < 1e-10 * mass) last--;
  const kept = values.subarray(0, last + 1);
  kept[last] = mass;
  return kept;
}
