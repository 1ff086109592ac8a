import { convolve } from './convolve.js';
import type { Distribution, Point } from './distribution.js';
import { gamma } from './gamma.js';
import { grid } from './grid.js';
import { gridWithTail } from './grid-with-tail.js';
import { smoothPart, withAtoms } from './mixed.js';
import { mixture } from './mixture.js';
import { never, points } from './points.js';
import {
  BEFORE_TAIL,
  extentOf,
  MOST_EVEN_CELLS,
  monotone,
  stepFor,
  superposed,
  TAIL_CELLS,
} from './resolution.js';
import { shifted } from './shifted.js';

/** A sum of a continuous law and more atoms than this goes on a grid. */
const MOST_COPIES = 24;
/** Products of atoms are kept apart up to this many; beyond, those that hold next to nothing are one. */
const MOST_ATOMS = 1024;
/** Next to nothing: such a product of atoms is not kept apart where there are too many. */
const SLIVER = 1e-10;

/**
 * One random duration after another, independent of it (ΔQ's sequential composition): never if either is.
 *
 * Exact for constants, for atoms, and for shifted gammas of one scale; otherwise the two bodies are convolved on
 * a grid, their shifts apart, with each cell's mass spread evenly over the cell.
 *
 * @throws TooWideForGrid where a tail is too long for that.
 */
export function sum(a: Distribution, b: Distribution): Distribution {
  if (a.mass === 0 || b.mass === 0) return never;
  if (a.law.kind === 'points' && b.law.kind === 'points') {
    const atoms = products(a.law.points, b.law.points);
    if (atoms !== undefined) return points(atoms);
  }
  if (a.law.kind === 'points' && a.law.points.length <= MOST_COPIES) return copies(b, a.law.points);
  if (b.law.kind === 'points' && b.law.points.length <= MOST_COPIES) return copies(a, b.law.points);
  if (a.law.kind === 'gamma' && b.law.kind === 'gamma' && near(a.law.scale, b.law.scale)) {
    return gamma({ shift: a.law.shift + b.law.shift, shape: a.law.shape + b.law.shape, scale: a.law.scale });
  }
  if (a.atoms !== undefined || b.atoms !== undefined) return mixed(a, b);
  return convolution(a, b);
}

/** All sums of an atom of each; undefined where there are too many that matter. */
function products(a: readonly Point[], b: readonly Point[]): Point[] | undefined {
  const all = a.length * b.length <= MOST_ATOMS;
  const kept: Point[] = [];
  let mass = 0;
  let weighted = 0;
  for (const p of a) {
    for (const q of b) {
      const product = p.mass * q.mass;
      if (all || product >= SLIVER) {
        if (kept.length === MOST_ATOMS) return undefined;
        kept.push({ at: p.at + q.at, mass: product });
      } else {
        mass += product;
        weighted += product * (p.at + q.at);
      }
    }
  }
  if (mass > 0) kept.push({ at: weighted / mass, mass });
  return kept;
}

/** Where one has atoms and one is spread out: sums of atoms stay atoms, all else goes on one grid. */
function mixed(a: Distribution, b: Distribution): Distribution {
  const [atomsA, atomsB] = [a.atoms ?? [], b.atoms ?? []];
  const [restA, restB] = [smoothPart(a), smoothPart(b)];
  const atoms = products(atomsA, atomsB);
  if (atoms === undefined) return convolution(a, b);
  const parts: Distribution[] = [];
  if (restA !== undefined && atomsB.length > 0) parts.push(spread(restA, atomsB));
  if (restB !== undefined && atomsA.length > 0) parts.push(spread(restB, atomsA));
  if (restA !== undefined && restB !== undefined) parts.push(convolution(restA, restB));
  return withAtoms(atoms, parts.length === 0 ? undefined : superposed(parts));
}

/** A law without atoms after each of these atoms. */
function spread(d: Distribution, atoms: readonly Point[]): Distribution {
  return atoms.length <= MOST_COPIES ? copies(d, atoms) : convolution(points(atoms), d);
}

/** The sum of any number of independent durations; 0 ms for none. */
export function sumOf(parts: readonly Distribution[]): Distribution {
  // Like with like first: constants and equal scales add up in closed form, whatever order they came in.
  const rank = (d: Distribution): number => (d.law.kind === 'points' ? 0 : d.law.kind === 'gamma' ? 1 : 2);
  const scale = (d: Distribution): number => (d.law.kind === 'gamma' ? d.law.scale : d.end - d.start);
  const ordered = [...parts].sort((x, y) => rank(x) - rank(y) || scale(x) - scale(y));
  let atoms: Distribution = points([{ at: 0, mass: 1 }]);
  const runs: Distribution[] = [];
  for (const part of ordered) {
    const run = runs[runs.length - 1];
    if (part.law.kind === 'points') atoms = sum(atoms, part);
    else if (run?.law.kind === 'gamma' && part.law.kind === 'gamma' && near(run.law.scale, part.law.scale)) {
      runs[runs.length - 1] = sum(run, part);
    } else runs.push(part);
  }
  let total = runs.length > 0 ? runs[0] : atoms;
  for (let i = 1; i < runs.length; i++) total = sum(total, runs[i]);
  return runs.length > 0 ? sum(total, atoms) : total;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(a, b);
}

/** A law plus a few atoms is that law, later, with each atom's probability: exact, and as sharp as the law itself. */
function copies(d: Distribution, atoms: readonly Point[]): Distribution {
  return mixture(atoms.map(({ at, mass }) => ({ weight: mass, of: shifted(d, at) })));
}

function convolution(a: Distribution, b: Distribution): Distribution {
  const spanA = a.end - a.start;
  const spanB = b.end - b.start;
  // The wider body sets the scale that matters in the sum.
  const [bodyA, bodyB] = [extentOf(a), extentOf(b)];
  const step = stepFor({
    p50: Math.max(bodyA.p50, bodyB.p50),
    p90: Math.max(bodyA.p90, bodyB.p90),
    span: spanA + spanB,
  });
  if (spanA + spanB > MOST_EVEN_CELLS * step) {
    const found = convolutionWithTail(a, b, step);
    if (found !== undefined) return withMean(found, a.mean + b.mean, step) ?? found;
  }
  const values = knotsOf(convolve(cellMasses(a, step, spanA), cellMasses(b, step, spanB)));
  values[values.length - 1] = a.mass * b.mass;
  const start = a.start + b.start;
  const total = grid(start, step, trimmed(monotone(values.slice()), a.mass * b.mass));
  // Spreading a narrow part over a cell moves its mean; the mean of a sum is known, so put it back.
  const drift = a.mean + b.mean - total.mean;
  if (!(Math.abs(drift) < step)) return total;
  if (start + drift >= 0) return total.plus(drift);
  // It would begin before 0: what would come too early comes at once.
  total.tabulate(-drift, step, values);
  return grid(0, step, trimmed(values, a.mass * b.mass));
}

/** A law moved so that its mean is right again, where that is less than a step and nothing comes before 0. */
function withMean(total: Distribution, mean: number, step: number): Distribution | undefined {
  const drift = mean - total.mean;
  return Math.abs(drift) < step && total.start + drift >= 0 ? total.plus(drift) : undefined;
}

/**
 * Where long tails hold next to nothing (a message that was lost comes hundreds of ms later), the fine grid ends where both
 * bodies do; what goes beyond that, one body's tail with all of the other, is convolved on a coarse one.
 *
 * @returns undefined where the bodies are nearly as long as the tails
 */
function convolutionWithTail(a: Distribution, b: Distribution, step: number): Distribution | undefined {
  const bodies = [a, b].map((d) => {
    return Math.max(1, Math.ceil(bodyOf(d) / step));
  });
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
  const [coarseA, coarseB] = [a, b].map((d) => coarse(d, stride));
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

/** CDF at the knots of a coarse grid over all of a law. */
function coarse(d: Distribution, stride: number): Float64Array {
  const knots = new Float64Array(Math.max(1, Math.ceil((d.end - d.start) / stride)) + 1);
  d.tabulate(d.start, stride, knots);
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

/** Mass in each cell of the body; an atom at the start and what lies beyond the end go to the outermost cells. */
function cellMasses(d: Distribution, step: number, span: number): Float64Array {
  const cells = Math.max(1, Math.ceil(span / step));
  const masses = new Float64Array(cells + 1);
  d.tabulate(d.start, step, masses);
  let below = 0;
  for (let i = 0; i < cells; i++) {
    const upTo = i === cells - 1 ? d.mass : masses[i + 1];
    masses[i] = upTo - below;
    below = upTo;
  }
  return masses.subarray(0, cells);
}

/** Drops knots at the end that hold next to nothing, so that sums of sums do not grow without end. */
function trimmed(values: Float64Array, mass: number): Float64Array {
  let last = values.length - 1;
  while (last > 1 && mass - values[last - 1] < 1e-10 * mass) last--;
  const kept = values.subarray(0, last + 1);
  kept[last] = mass;
  return kept;
}
