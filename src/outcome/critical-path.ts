import { randomStream } from '../distribution/random.js';
import { runsOf } from './evaluate.js';
import { leavesOf } from './leaves.js';
import type { Leaf, Outcome } from './outcome.js';

/** What one leaf has to do with how long the whole takes. */
export interface Contribution {
  readonly leaf: Leaf;
  /** Share of runs that have it on their critical path, 0…1. */
  readonly onPath: number;
  /** Its time on the critical path, averaged over all runs (ms); the figures of all leaves add up to the mean. */
  readonly adds: number;
}

/**
 * The critical path, over many runs: in each run, follow what decided (the last of `all`, the first of `any`,
 * the part that completed a quorum) from the whole down to the leaves. Runs that never finish are left out.
 */
export function criticalPath(outcome: Outcome, seed: number, runs: number): Contribution[] {
  const leaves = leavesOf(outcome);
  const index = new Map(leaves.map((leaf, i) => [leaf, i]));
  const times = new Float64Array(leaves.length);
  const counts = new Float64Array(leaves.length);
  const sampler = runsOf(outcome, randomStream(seed, 'critical-path'));
  let finished = 0;
  for (let run = 0; run < runs; run++) {
    if (sampler.next() === Number.POSITIVE_INFINITY) continue;
    finished++;
    for (const leaf of sampler.path()) {
      const i = index.get(leaf) ?? 0;
      times[i] += sampler.drawOf(leaf);
      counts[i]++;
    }
  }
  return leaves.map((leaf, i) => ({
    leaf,
    onPath: finished > 0 ? counts[i] / finished : 0,
    adds: finished > 0 ? times[i] / finished : 0,
  }));
}
