import type { Distribution } from '../../distribution/distribution.js';
import { onGrid } from './service.js';
import type { Queue } from './waiting.js';

const MOST_CELLS = 400;
const MOST_ROUNDS = 1000;

/**
 * Mean time (ms) from the sending of a message to the end of its service, where it travels on a connection that delivers
 * in order and is served in order behind it. A late message holds up those behind it, they come together, and queue:
 *
 *   Rᵢ = max(dᵢ, Rᵢ₋₁ − τᵢ) + Sᵢ
 *
 * with dᵢ its own delay, τᵢ the exponential time since the one before was sent, Sᵢ its service: Lindley's recursion for both
 * queues at once, iterated on a grid until its mean no longer changes.
 */
export function meanThroughBoth(delay: Distribution, { rate, service }: Queue): number {
  const busy = rate * service.mean;
  const end = Math.min(delay.end, delay.quantile((1 - 1e-7) * delay.mass));
  const width = end - delay.start;
  const span = width + (16 * service.mean) / (1 - busy);
  const step = Math.max(span / MOST_CELLS, service.mean / 12);
  const cells = Math.ceil(span / step) + 1;
  const own = new Float64Array(cells);
  delay.tabulate(delay.start, step, own);
  const served = onGrid(service, step);
  const decay = Math.exp(-rate * step);
  // Times are counted from the shortest delay. At first there is nobody ahead.
  let total = new Float64Array(cells).fill(1);
  let before = -1;
  let mean = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // P(R − τ ≤ x) = ∫ λe^(−λy) P(R ≤ x + y) dy, from the far end.
    const arrived = new Float64Array(cells);
    let ahead = 1;
    for (let i = cells - 1; i >= 0; i--) {
      const here = total[i];
      const next = i + 1 < cells ? total[i + 1] : 1;
      ahead = decay * ahead + (1 - decay) * ((here + next) / 2);
      arrived[i] = ahead * own[i];
    }
    const done = new Float64Array(cells);
    for (let k = 0; k < served.length && k < cells; k++) {
      const mass = served[k];
      if (mass < 1e-9) continue;
      for (let i = k; i < cells; i++) done[i] += mass * arrived[i - k];
    }
    total = done;
    mean = 0;
    for (let i = 0; i < cells; i++) mean += (1 - total[i]) * step;
    if (Math.abs(mean - before) < 3e-5 * mean) break;
    before = mean;
  }
  // A CDF on knots: the sum takes each cell at its left end.
  return delay.start + mean - step / 2;
}
