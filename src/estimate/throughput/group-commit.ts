import type { Distribution } from '../../distribution/distribution.js';
import { mixture } from '../../distribution/mixture.js';
import { constant } from '../../distribution/points.js';
import { onGrid, residual } from './service.js';
import { type Queue, secondMoment } from './waiting.js';

/**
 * Share of the time that a disk with group commit writes, where records come at random. It is idle after a write during
 * which none came, until the next one comes: u = E[S] / (E[S] + E[exp(−λS)]/λ). It approaches 1 and never exceeds it:
 * one write carries all that wait.
 */
export function writingShare({ rate, service }: Queue): number {
  if (rate === 0 || service.mean === 0) return 0;
  const step = service.mean / 200;
  const masses = onGrid(service, step);
  let none = 0;
  for (let i = 0; i < masses.length; i++) none += masses[i] * Math.exp(-rate * i * step);
  return service.mean / (service.mean + none / rate);
}

/** How many other records the write of a record carries on average, where the disk writes all the time: λE[S²]/E[S]. */
export function othersInWrite({ rate, service }: Queue): number {
  return service.mean === 0 ? 0 : (rate * secondMoment(service)) / service.mean;
}

/** How long a record waits before its own write begins: not at all, or for the rest of the one under way. */
export function untilNextWrite(queue: Queue): Distribution {
  const busy = writingShare(queue);
  if (busy === 0) return constant(0);
  return mixture([
    { weight: 1 - busy, of: constant(0) },
    { weight: busy, of: residualOf(queue.service) },
  ]);
}

const residuals = new WeakMap<Distribution, Distribution>();

function residualOf(service: Distribution): Distribution {
  let law = residuals.get(service);
  if (law === undefined) {
    law = residual(service);
    residuals.set(service, law);
  }
  return law;
}
