import { type Crowd, nearestLoads } from './crowd.js';

/** What replicas are asked for from one failure to the next. */
export interface CascadeStep {
  /** ms after the spike began. */
  readonly at: number;
  /** Positions of those that fail at this moment; empty at the beginning. */
  readonly failed: readonly number[];
  /** Reads per second at each that is up. */
  readonly loads: readonly number[];
  readonly up: readonly boolean[];
  readonly unserved: number;
}

/** Failures closer together than this are one moment (ms). */
const TOGETHER = 1e-6;

/**
 * Nearest routing under more reads than it sustains, as a fluid: a replica that is asked for ℓ reads a second and can serve
 * C has a queue that grows by ℓ − C a second, and whoever comes last waits queue / C. When that reaches the clients'
 * patience, nothing that the replica serves is waited for any more: it has failed, and its clients all go to the next
 * nearest, which may fail in its turn (Beyer et al., "Site Reliability Engineering", O'Reilly 2016, ch. 22 on cascading
 * failures, ch. 23 on replicas that are chosen by proximity). Queues drain while less is asked for. What waited at a
 * replica that fails is lost, and a replica that has failed stays away.
 *
 * @param patience ms, above 0
 */
export function cascadeOf(crowd: Crowd, patience: number): CascadeStep[] {
  const { capacities } = crowd;
  let up: readonly boolean[] = capacities.map(() => true);
  const queues = capacities.map(() => 0);
  let now = 0;
  const steps: CascadeStep[] = [{ at: 0, failed: [], up, ...nearestLoads(crowd, up) }];
  for (;;) {
    const { loads } = steps[steps.length - 1];
    const due = capacities.map((capacity, r) => {
      if (!up[r] || !(loads[r] > capacity)) return Number.POSITIVE_INFINITY;
      const room = (patience / 1000) * capacity - queues[r];
      return (1000 * Math.max(0, room)) / (loads[r] - capacity);
    });
    const wait = Math.min(...due);
    if (wait === Number.POSITIVE_INFINITY) return steps;
    now += wait;
    for (const [r, capacity] of capacities.entries()) {
      queues[r] = Math.max(0, queues[r] + ((loads[r] - capacity) * wait) / 1000);
    }
    const failed = due.flatMap((ms, r) => (ms <= wait + TOGETHER ? [r] : []));
    up = up.map((there, r) => there && !failed.includes(r));
    steps.push({ at: now, failed, up, ...nearestLoads(crowd, up) });
  }
}
