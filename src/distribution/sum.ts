import { convolution } from './convolution.js';
import type { Distribution, Point } from './distribution.js';
import { gamma } from './gamma.js';
import { smoothPart, withAtoms } from './mixed.js';
import { mixture } from './mixture.js';
import { never, points } from './points.js';
import { superposed } from './resolution.js';
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
