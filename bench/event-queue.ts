import { randomStream } from '../src/distribution/random.js';
import { EventQueue } from '../src/simulation/event-queue.js';

/**
 * Events per second of the event queue alone, by the classic hold model (Jones, "An empirical comparison of
 * priority-queue and event-set implementations", CACM 29(4), 1986): take the next event out and put one in at a
 * random (exponential) time after it, with about `size` events in the queue throughout.
 */
export function holdRate(size = 1000, holds = 2_000_000): number {
  const increments = new Float64Array(1 << 14);
  const uniform = randomStream(1, 'hold');
  // Drawn beforehand: the queue is measured, not the logarithm.
  for (let i = 0; i < increments.length; i++) increments[i] = -Math.log(1 - uniform()) * 100;
  const queue = new EventQueue();
  for (let i = 0; i < size; i++) queue.push(increments[i & (increments.length - 1)], 0, i, 0, undefined);
  const run = (times: number): void => {
    for (let i = 0; i < times; i++) {
      const slot = queue.pop();
      queue.release(slot);
      queue.push(queue.time + increments[i & (increments.length - 1)], 0, slot, 0, undefined);
    }
  };
  run(holds / 10);
  const start = performance.now();
  run(holds);
  return holds / ((performance.now() - start) / 1000);
}
