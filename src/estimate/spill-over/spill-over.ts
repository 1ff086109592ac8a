import type { SpillClient, SpillOverResult } from '../../result/spill-over.js';
import type { Deployment } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { topologyOf } from '../provenance.js';
import { cascadeOf } from './cascade.js';
import { type Crowd, crowdOf, nearestLoads } from './crowd.js';
import { type Spilled, spill } from './spilling.js';

export interface SpillOverOptions {
  /** Whose reads are so many times as many as its rate says. */
  readonly spike: { readonly client: string; readonly factor: number };
  /** Reads per second that each replica can serve, or all alike; from the file's processing times where absent. */
  readonly capacity?: number | ReadonlyMap<string, number>;
  /** How long a read may wait in a queue before its client gives up (ms); 1000 where absent. */
  readonly patience?: number;
}

/**
 * Reads that any replica may answer, routed to the nearest, when those of one client become many: which replicas are
 * overwhelmed one after the other, and what happens instead where each takes what it can serve and spills the rest.
 *
 * @throws RangeError for a client or replica that is none, a factor or capacity that makes no sense, or where no
 *   capacity is given and the file has no processing times.
 */
export function spillOver(deployment: Deployment, options: SpillOverOptions): SpillOverResult {
  const { spike, patience = 1000 } = options;
  const { clients, replicas } = deployment;
  const spiked = clients.findIndex(({ id }) => id === spike.client);
  if (spiked < 0) throw new RangeError(`the spike is to be at client '${spike.client}', which is none`);
  if (!(spike.factor >= 0 && Number.isFinite(spike.factor)))
    throw new RangeError(`the factor of a spike is at least 0, not ${spike.factor}`);
  if (!(patience > 0 && Number.isFinite(patience)))
    throw new RangeError(`a patience is above 0 ms, not ${patience}`);
  const capacities = capacitiesOf(deployment, options.capacity);
  const calm = crowdOf(deployment, capacities);
  const crowd: Crowd = {
    ...calm,
    reads: calm.reads.map((reads, c) => (c === spiked ? reads * spike.factor : reads)),
  };
  const everyone = capacities.map(() => true);
  const before = nearestLoads(calm, everyone);
  const cascade = cascadeOf(crowd, patience);
  const end = cascade[cascade.length - 1];
  const spilled = spill(crowd);
  const demand = sum(crowd.reads);
  const capacity = sum(capacities);
  return {
    schema: 'quorate.spill-over/1',
    version: VERSION,
    topology: topologyOf(deployment),
    spike,
    patience,
    demand,
    capacity,
    enough: demand <= capacity,
    replicas: replicas.map(({ id, at }, r) => ({
      id,
      at: at.join('/'),
      capacity: capacities[r],
      before: before.loads[r],
      spilled: sum(spilled.served.map((served) => served[r])),
      failedAt: cascade.find(({ failed }) => failed.includes(r))?.at ?? null,
    })),
    clients: clients.map(({ id, at }, c) => {
      const place = { id, at: at.join('/') };
      return clientOf(place, crowd, c, end.up, spilled, replicas);
    }),
    cascade: cascade.map(({ at, failed, loads, up, unserved }) => ({
      at,
      failed: failed.map((r) => replicas[r].id),
      loads: loads.map((load, r) => (up[r] ? load : null)),
      unserved,
    })),
    servedByCascade: demand - end.unserved,
    servedBySpilling: demand - sum(spilled.shed),
    bearable: bearableFactors(calm, spiked),
    notModelled: [
      'writes, which need the same processors',
      'replicas that come back',
      'retries beside the clients that move on',
    ],
  };
}

function clientOf(
  place: { readonly id: string; readonly at: string },
  { reads, preferences, distances }: Crowd,
  c: number,
  up: readonly boolean[],
  { served, shed }: Spilled,
  replicas: Deployment['replicas'],
): SpillClient {
  const order = preferences[c];
  const last = order.find((r) => up[r]);
  const total = sum(served[c]);
  return {
    ...place,
    reads: reads[c],
    served: order
      .filter((r) => served[c][r] > 0)
      .map((r) => ({ replica: replicas[r].id, reads: served[c][r] })),
    shed: shed[c],
    before: distances[c][order[0]],
    cascade: last === undefined ? null : distances[c][last],
    spilled: total === 0 ? null : sum(served[c].map((some, r) => some * distances[c][r])) / total,
  };
}

/** How many times as many reads of this client are served in full, all others as they are. */
function bearableFactors(calm: Crowd, spiked: number): SpillOverResult['bearable'] {
  const others: Crowd = { ...calm, reads: calm.reads.map((reads, c) => (c === spiked ? 0 : reads)) };
  const { loads } = nearestLoads(
    others,
    calm.capacities.map(() => true),
  );
  const own = calm.reads[spiked];
  if (own === 0) return { nearest: null, spilling: null };
  const overwhelmed = loads.some((load, r) => load > calm.capacities[r]);
  const [nearest] = calm.preferences[spiked];
  const factor = (room: number): number | null => (room < 0 ? null : room / own);
  return {
    nearest: overwhelmed ? null : factor(calm.capacities[nearest] - loads[nearest]),
    spilling: factor(sum(calm.capacities) - sum(others.reads)),
  };
}

/** Reads per second that a replica's processor can serve: each is one message handled and one sent. */
function capacitiesOf(
  { replicas, protocol }: Deployment,
  given: SpillOverOptions['capacity'],
): readonly number[] {
  if (given === undefined) {
    const each = protocol.processing + protocol.sending;
    if (each === 0)
      throw new RangeError(
        'how many reads a replica can serve is not known: give a capacity, or protocol.processing',
      );
    return replicas.map(() => 1000 / each);
  }
  return replicas.map(({ id }) => {
    const capacity = typeof given === 'number' ? given : given.get(id);
    if (capacity === undefined) throw new RangeError(`no capacity is given for replica ${id}`);
    if (!(capacity > 0 && Number.isFinite(capacity)))
      throw new RangeError(`a capacity is above 0 reads per second, not ${capacity}`);
    return capacity;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
