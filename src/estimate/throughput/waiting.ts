import type { Distribution } from '../../distribution/distribution.js';
import { grid } from '../../distribution/grid.js';
import { constant } from '../../distribution/points.js';
import { monotone } from '../../distribution/resolution.js';
import { atom, onGrid, residualOnGrid } from './service.js';

/** Cells for one mean service, and at most in all. */
const CELLS = 32;
const MOST = 8192;
/** What a tail may leave out. */
const LEFT_OUT = 1e-7;

/** A queue with one server, served in order, to which customers come at random (M/G/1). */
export interface Queue {
  /** Customers per ms. */
  readonly rate: number;
  readonly service: Distribution;
}

/** Share of the time that it is busy. */
export function utilisation({ rate, service }: Queue): number {
  return rate === 0 ? 0 : rate * service.mean;
}

/**
 * How long a customer waits before it is served: by Pollaczek and Khinchine a sum of N residual services, N geometric
 * with the utilisation ρ (Kleinrock, "Queueing Systems" I, 1975, §5.7). On a grid by Panjer's recursion.
 *
 * @throws RangeError where ρ ≥ 1: the queue grows without end.
 */
export function waitingTime(queue: Queue): Distribution {
  const busy = utilisation(queue);
  if (busy === 0) return constant(0);
  const { step, residual } = prepared(queue, busy);
  const scale = busy / (1 - busy * residual[0]);
  const masses = new Float64Array(lengthOf(queue, busy, step));
  masses[0] = (1 - busy) / (1 - busy * residual[0]);
  for (let n = 1; n < masses.length; n++) {
    let mass = 0;
    const most = Math.min(n, residual.length - 1);
    for (let k = 1; k <= most; k++) mass += residual[k] * masses[n - k];
    masses[n] = scale * mass;
  }
  return fromAtoms(masses, step);
}

/**
 * The work that a customer leaves behind: what came while it waited and was served, every service in full. So long waits
 * what a machine sends in the step that follows on the handling of a message, behind all messages that have arrived
 * meanwhile. The number left behind has the law of the number in the queue; its probabilities follow from the balance of
 * the embedded chain (Kleinrock, §5.6).
 */
export function workLeftBehind(queue: Queue): Distribution {
  const busy = utilisation(queue);
  if (busy === 0) return constant(0);
  const { step } = prepared(queue, busy);
  const service = onGrid(queue.service, step);
  const numbers = numberInQueue(queue, busy);
  const masses = new Float64Array(lengthOf(queue, busy, step));
  let sum = Float64Array.of(1);
  for (const number of numbers) {
    for (let i = 0; i < sum.length && i < masses.length; i++) masses[i] += number * sum[i];
    sum = convolved(sum, service, masses.length);
  }
  return fromAtoms(masses, step);
}

/** Probabilities of 0, 1, 2, … customers in an M/G/1 queue. */
export function numberInQueue(queue: Queue, busy: number): number[] {
  const arrivals = arrivalsDuring(queue);
  const beyond: number[] = [];
  let above = 1;
  for (const a of arrivals) {
    above -= a;
    beyond.push(Math.max(0, above));
  }
  const p = [1 - busy];
  let left = busy;
  while (left > LEFT_OUT && p.length < 4000) {
    // Crossings from at most k to more, and back, are equally frequent.
    const k = p.length - 1;
    let up = p[0] * (beyond[k] ?? 0);
    for (let i = 1; i <= k; i++) up += p[i] * (beyond[k - i + 1] ?? 0);
    const next = up / arrivals[0];
    p.push(next);
    left -= next;
  }
  return p;
}

/** Probabilities of 0, 1, 2, … arrivals during one service. */
function arrivalsDuring({ rate, service }: Queue): number[] {
  const step = service.mean / 200;
  const masses = onGrid(service, step);
  const counts: number[] = [];
  let reached = 0;
  while (reached < 1 - LEFT_OUT / 10 && counts.length < 400) {
    const k = counts.length;
    let sum = 0;
    for (let i = 0; i < masses.length; i++) if (masses[i] > 0) sum += masses[i] * poisson(k, rate * i * step);
    counts.push(sum);
    reached += sum;
  }
  return counts;
}

function poisson(k: number, mean: number): number {
  if (mean === 0) return k === 0 ? 1 : 0;
  let log = -mean + k * Math.log(mean);
  for (let i = 2; i <= k; i++) log -= Math.log(i);
  return Math.exp(log);
}

function prepared({ service }: Queue, busy: number): { step: number; residual: Float64Array } {
  if (!(busy < 1))
    throw new RangeError(`a queue that is asked for ${busy} of its capacity grows without end`);
  const step = service.mean / CELLS;
  return { step, residual: residualOnGrid(service, step) };
}

/** Enough cells for all but a sliver: the tail falls like exp(−2(1 − ρ)t / (E[S²]/E[S])), or with a service's own. */
function lengthOf({ service }: Queue, busy: number, step: number): number {
  const residualMean = secondMoment(service) / (2 * service.mean);
  const tail = (Math.log(1 / LEFT_OUT) * residualMean) / (1 - busy) + atom(service, 1 - 1e-6);
  return Math.min(MOST, Math.max(16, Math.ceil(tail / step)));
}

/** E[S²] (ms²). */
export function secondMoment(service: Distribution): number {
  const step = service.mean / 200;
  const masses = onGrid(service, step);
  let sum = 0;
  for (let i = 0; i < masses.length; i++) sum += masses[i] * (i * step) ** 2;
  return sum;
}

/** The law of atoms at 0, step, 2·step, …: each spread evenly around its place, but for that at 0. */
function fromAtoms(masses: Float64Array, step: number): Distribution {
  const values = new Float64Array(masses.length + 1);
  let reached = 0;
  for (let i = 0; i < masses.length; i++) {
    reached += masses[i];
    // The CDF at i·step has all below and half of the atom there; at 0 the whole.
    values[i] = i === 0 ? reached : reached - masses[i] / 2;
  }
  values[masses.length] = 1;
  monotone(values);
  return grid(0, step, values);
}

function convolved(a: Float64Array, b: Float64Array, most: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(Math.min(most, a.length + b.length - 1));
  for (let j = 0; j < b.length; j++) {
    if (b[j] === 0) continue;
    for (let i = 0; i < a.length && i + j < out.length; i++) out[i + j] += a[i] * b[j];
  }
  return out;
}
