import type { Distribution } from './distribution.js';
import { gamma } from './gamma.js';
import { grid } from './grid.js';
import { mixture } from './mixture.js';
import { constant, never } from './points.js';
import { sum } from './sum.js';

const known = new WeakMap<Distribution, Distribution>();

/**
 * The law of one way, given that of the round trip: two independent draws of it add up to what was measured.
 *
 * Exact for a constant (half) and a shifted gamma (half the shift, half the shape). Other laws may have no such
 * half (a uniform law has none); then it is the law on a grid whose self-convolution is nearest to the round
 * trip in Kullback–Leibler divergence, found by expectation maximisation (Richardson 1972, Lucy 1974): which
 * cell pair an observed sum came from is the hidden part.
 */
export function half(roundTrip: Distribution): Distribution {
  let one = known.get(roundTrip);
  if (one === undefined) {
    one = split(roundTrip);
    known.set(roundTrip, one);
  }
  return one;
}

/**
 * How far two halves miss the round trip: the largest relative error of p50, p90, p99 and p99.9. 0 where the half
 * is exact; large for round trips that no two equal, independent ways can make, such as two distinct paths.
 */
export function halfError(roundTrip: Distribution): number {
  const { law, mass } = roundTrip;
  if (law.kind === 'gamma' || (law.kind === 'points' && law.points.length === 1)) return 0;
  const back = sum(half(roundTrip), half(roundTrip));
  let worst = 0;
  for (const p of [0.5, 0.9, 0.99, 0.999]) {
    const expected = roundTrip.quantile(p * mass);
    worst = Math.max(worst, Math.abs(back.quantile(p * back.mass) / expected - 1));
  }
  return worst;
}

function split(d: Distribution): Distribution {
  if (d.mass === 0) return never;
  const { law } = d;
  if (law.kind === 'gamma') return gamma({ shift: law.shift / 2, shape: law.shape / 2, scale: law.scale });
  if (law.kind === 'points' && law.points.length === 1) {
    return mixture([{ weight: Math.sqrt(d.mass), of: constant(law.points[0].at / 2) }]);
  }
  return deconvolved(d);
}

const CELLS = 256;
const ROUNDS = 300;

function deconvolved(d: Distribution): Distribution {
  const end = Math.max(d.quantile(d.mass * (1 - 1e-6)), d.start + 1e-9);
  const step = (end - d.start) / CELLS;
  const target = new Float64Array(CELLS + 1);
  d.tabulate(d.start, step, target);
  const observed = new Float64Array(CELLS);
  for (let k = 0, below = 0; k < CELLS; k++) {
    const upTo = k === CELLS - 1 ? d.mass : target[k + 1];
    observed[k] = (upTo - below) / d.mass;
    below = upTo;
  }
  const cells = CELLS / 2;
  let q = startingShape(observed, cells);
  const made = new Float64Array(CELLS);
  const ratio = new Float64Array(CELLS);
  for (let round = 0; round < ROUNDS; round++) {
    made.fill(0);
    for (let i = 0; i < cells; i++) {
      if (q[i] === 0) continue;
      for (let j = 0; j < cells; j++) {
        const mass = (q[i] * q[j]) / 2;
        made[i + j] += mass;
        made[i + j + 1] += mass;
      }
    }
    for (let k = 0; k < CELLS; k++) ratio[k] = made[k] > 1e-300 ? observed[k] / made[k] : 0;
    const next = new Float64Array(cells);
    let total = 0;
    for (let i = 0; i < cells; i++) {
      let back = 0;
      for (let j = 0; j < cells; j++) back += (q[j] * (ratio[i + j] + ratio[i + j + 1])) / 2;
      next[i] = q[i] * back;
      total += next[i];
    }
    for (let i = 0; i < cells; i++) next[i] /= total;
    q = next;
  }
  const mass = Math.sqrt(d.mass);
  const values = new Float64Array(cells + 1);
  for (let i = 0; i < cells; i++) values[i + 1] = Math.min(mass, values[i] + q[i] * mass);
  values[cells] = mass;
  return grid(d.start / 2, step, values);
}

/** A first guess with no hard zeros: the observed body squeezed to half its width, over an even floor. */
function startingShape(observed: Float64Array, cells: number): Float64Array {
  const q = new Float64Array(cells);
  let total = 0;
  for (let i = 0; i < cells; i++) {
    q[i] = observed[2 * i] + observed[2 * i + 1] + 1e-4 / cells;
    total += q[i];
  }
  for (let i = 0; i < cells; i++) q[i] /= total;
  return q;
}
