import type { Crowd } from './crowd.js';

/** Reads per second that each client gets from each replica, and that it is refused. */
export interface Spilled {
  readonly served: readonly (readonly number[])[];
  readonly shed: readonly number[];
}

/** Rates below this share of all are nothing. */
const NEXT_TO_NOTHING = 1e-12;

/**
 * The cure: no replica takes more than it can serve, and only the excess goes to the next nearest of its clients. In
 * each round every client offers what is left of its reads to its next replica; one that cannot take all that it is
 * offered takes the same share of each offer. Reads are refused only where every replica is full, so that as much is
 * served as can be.
 */
export function spill({ reads, capacities, preferences }: Crowd): Spilled {
  const room = [...capacities];
  const served = reads.map(() => capacities.map(() => 0));
  const left = [...reads];
  const least = NEXT_TO_NOTHING * reads.reduce((sum, demand) => sum + demand, 0);
  for (let round = 0; round < capacities.length; round++) {
    const offered = capacities.map(() => 0);
    for (const [c, demand] of left.entries()) offered[preferences[c][round]] += demand;
    const share = offered.map((sum, r) => (sum <= room[r] ? 1 : room[r] / sum));
    for (const [c, demand] of left.entries()) {
      const r = preferences[c][round];
      const taken = demand * share[r];
      served[c][r] += taken;
      left[c] = share[r] === 1 || demand - taken <= least ? 0 : demand - taken;
    }
    for (let r = 0; r < room.length; r++) room[r] = Math.max(0, room[r] - offered[r] * share[r]);
  }
  return { served, shed: left };
}
