import type { Distribution } from '../../distribution/distribution.js';
import { grid } from '../../distribution/grid.js';
import { invert } from '../../distribution/invert.js';
import { monotone } from '../../distribution/resolution.js';
import { atom } from './service.js';

const CELLS = 512;

/**
 * How long a message takes on a connection that delivers in order, where `rate` messages per ms are sent at random and
 * each takes `delay` by itself: it is there once all sent before it are, too. Of those, a Poisson number with mean
 * λ∫ₜ^∞(1 − F) are still on their way t after it was sent (an M/G/∞ queue), so G(t) = F(t)·exp(−λ∫ₜ^∞(1 − F)).
 */
export function inOrder(delay: Distribution, rate: number): Distribution {
  const end = atom(delay, 1 - 1e-9);
  const width = end - delay.start;
  if (rate * width < 1e-6 || delay.mass < 1) return delay;
  const cells = 4 * CELLS;
  const fine = width / cells;
  const cdf = new Float64Array(cells + 1);
  delay.tabulate(delay.start, fine, cdf);
  const values = new Float64Array(cells + 1);
  let behind = 0;
  values[cells] = 1;
  for (let i = cells - 1; i >= 0; i--) {
    behind += fine * (1 - (cdf[i] + cdf[i + 1]) / 2);
    values[i] = cdf[i] * Math.exp(-rate * behind);
  }
  monotone(values);
  // The early part of the range may hold next to nothing now.
  const law = grid(delay.start, fine, values);
  const start = invert((t) => law.cdf(t), 1e-10, delay.start, end);
  const step = (end - start) / CELLS;
  const kept = new Float64Array(CELLS + 1);
  law.tabulate(start, step, kept);
  kept[CELLS] = 1;
  return grid(start, step, kept);
}
