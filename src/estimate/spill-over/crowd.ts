import { meanRoundTrip } from '../../topology/client-way.js';
import type { Deployment } from '../../topology/deployment.js';

/** Who reads how much, from whom first, and what each replica can serve. Indices are positions in the file. */
export interface Crowd {
  /** Reads per second of each client. */
  readonly reads: readonly number[];
  /** Reads per second that each replica can serve. */
  readonly capacities: readonly number[];
  /** Per client: replicas, nearest first (the first in the file among equals), and the mean round trip to each (ms). */
  readonly preferences: readonly (readonly number[])[];
  readonly distances: readonly (readonly number[])[];
}

/** What the reads of a deployment's clients ask for. A client without a rate reads nothing. */
export function crowdOf(deployment: Deployment, capacities: readonly number[]): Crowd {
  const { clients, replicas, network } = deployment;
  const distances = clients.map((client) => replicas.map(({ at }) => meanRoundTrip(network, client, at)));
  return {
    reads: clients.map(({ rate, reads }) => (rate ?? 0) * reads),
    capacities,
    preferences: distances.map((to) => replicas.map((_, r) => r).sort((a, b) => to[a] - to[b] || a - b)),
    distances,
  };
}

/** Every client reads from the nearest replica that is up: reads per second at each, and where none is left. */
export function nearestLoads(
  { reads, preferences, capacities }: Crowd,
  up: readonly boolean[],
): { readonly loads: readonly number[]; readonly unserved: number } {
  const loads = capacities.map(() => 0);
  let unserved = 0;
  for (const [c, demand] of reads.entries()) {
    const nearest = preferences[c].find((r) => up[r]);
    if (nearest === undefined) unserved += demand;
    else loads[nearest] += demand;
  }
  return { loads, unserved };
}
