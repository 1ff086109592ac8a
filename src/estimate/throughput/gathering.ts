import type { Distribution } from '../../distribution/distribution.js';
import { grid } from '../../distribution/grid.js';
import { constant } from '../../distribution/points.js';

const CELLS = 256;

/** Requests wait for others until `size` are there, or the first has waited `delay` ms. */
export interface Gathering {
  readonly size: number;
  readonly delay: number;
}

/** Requests in a batch on average, where `rate` per ms come at random: the first, and who comes before the batch goes. */
export function meanBatch({ size, delay }: Gathering, rate: number): number {
  let mean = 1;
  for (let k = 2; k <= size; k++) mean += arrived(k - 1, rate * delay);
  return mean;
}

/**
 * How long a request waits for its batch to go. The k-th of a batch comes if k − 1 have come within `delay`; it waits more
 * than t if they came before delay − t, and the size − k still to come take more than t:
 * P(wait > t) = Σₖ P(E(k−1) ≤ delay − t)·P(E(size−k) > t) / E[batch], E(j) an Erlang time of j arrivals.
 */
export function gatheringTime({ size, delay }: Gathering, rate: number): Distribution {
  if (size === 1 || delay === 0) return constant(0);
  if (rate === 0) return constant(delay);
  const mean = meanBatch({ size, delay }, rate);
  const step = delay / CELLS;
  const values = new Float64Array(CELLS + 1);
  for (let i = 0; i < CELLS; i++) {
    const t = i * step;
    const before = arrivals(size, rate * (delay - t));
    const after = arrivals(size, rate * t);
    let longer = 0;
    for (let k = 1; k < size; k++) longer += before[k - 1] * (1 - after[size - k]);
    values[i] = Math.min(1, Math.max(0, 1 - longer / mean));
  }
  // Who comes first into a batch that is not filled waits exactly `delay`: its mass stands at the last knot.
  values[CELLS] = 1;
  return grid(0, step, values);
}

/** P(at least j arrivals), where `mean` are expected. */
function arrived(j: number, mean: number): number {
  return arrivals(j + 1, mean)[j];
}

/** The same for j = 0 … size − 1. */
function arrivals(size: number, mean: number): Float64Array {
  const atLeast = new Float64Array(size);
  let below = 0;
  let term = Math.exp(-mean);
  for (let j = 0; j < size; j++) {
    atLeast[j] = Math.max(0, 1 - below);
    below += term;
    term *= mean / (j + 1);
  }
  return atLeast;
}
