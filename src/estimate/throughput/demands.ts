import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import type { Client } from '../../topology/deployment.js';
import { type Count, type CountedProcess, count, countMix } from './count.js';
import { meanBatch } from './gathering.js';
import type { Burst } from './tally.js';

/** Operations at a time, where one by one they cost more than under a load. */
const AT_A_TIME = 32;

/** One kind of operation of one client: its share of all operations, and what it asks of the replicas. */
export interface Operation {
  readonly client: Client;
  readonly kind: 'write' | 'read';
  readonly entry: string;
  /** 0…1; shares add up to 1. */
  readonly share: number;
  /** Counted one by one, and in full batches; the same where there are no batches. */
  readonly alone: Count;
  readonly together: Count;
  /** Counted with others of the mix under way, where that saves messages; as `alone` elsewhere. */
  readonly busy: Count;
}

/** What one operation of the mix asks of each replica, on average. */
export interface Demand {
  /** Messages handled and sent by the processor, bytes out of the interface, records, and steps with records. */
  readonly received: Float64Array;
  readonly sent: Float64Array;
  readonly bytes: Float64Array;
  readonly records: Float64Array;
  readonly recordSteps: Float64Array;
  /** Messages (packets), and bytes, from replica i to j at i·n + j. */
  readonly packets: Float64Array;
  readonly linkBytes: Float64Array;
  /** Per replica: what single steps ask of processor and interface for sending, and how often in an operation. */
  readonly processorBursts: readonly Burst[][];
  readonly interfaceBursts: readonly Burst[][];
}

/**
 * The operations of all clients, weighted by their rates and shares of reads, each counted by running the protocol. All
 * clients count alike where none has a rate. Clients that reach no replica are left out.
 */
export function operationsOf(situation: Standing): Operation[] {
  const { deployment, protocol, leader } = situation;
  const rates = deployment.clients.map(({ rate }) => rate ?? 0);
  const even = rates.every((rate) => rate === 0);
  const size = batchSize(situation);
  const operations: Operation[] = [];
  let sum = 0;
  for (const client of deployment.clients) {
    const rate = even ? 1 : rates[client.index];
    for (const kind of ['write', 'read'] as const) {
      const weight = rate * (kind === 'read' ? client.reads : 1 - client.reads);
      const entry = contactOf(situation, client, kind);
      if (weight === 0 || entry === undefined) continue;
      const counted = { deployment, protocol, leader, client: client.index, entry, kind };
      const alone = count({ ...counted, together: 1 });
      const together = size === 1 ? alone : count({ ...counted, together: size });
      operations.push({ client, kind, entry, share: weight, alone, together, busy: alone });
      sum += weight;
    }
  }
  const shared = operations.map((operation) => ({ ...operation, share: operation.share / sum }));
  // Who owns slots in turn tells the others which are left out, unless something else is under way that says so.
  const { leadership, ordered } = protocol.traits;
  if (leadership !== 'none' || !ordered || deployment.protocol.batch !== undefined) return shared;
  if (shared.length === 0) return shared;
  const busy = countMix(situation, processesOf(shared));
  return shared.map((operation) => ({ ...operation, busy }));
}

/** About `AT_A_TIME` processes, each operation with its share of them; at least one. */
function processesOf(operations: readonly Operation[]): CountedProcess[] {
  return operations.flatMap(({ client, entry, kind, share }) =>
    Array.from({ length: Math.max(1, Math.round(AT_A_TIME * share)) }, () => ({
      client: client.index,
      entry,
      kind,
    })),
  );
}

/** Requests that a replica takes together, at most; 1 where clients themselves put them before the acceptors. */
export function batchSize({ deployment, protocol }: Pick<Standing, 'deployment' | 'protocol'>): number {
  return protocol.traits.proposers === 'clients' ? 1 : (deployment.protocol.batch?.size ?? 1);
}

/** Requests in a batch on average at each entry, by its id, where the mix comes at `rate` per ms; full at an endless one. */
export function batchesAt(
  situation: Standing,
  operations: readonly Operation[],
  rate: number,
): ReadonlyMap<string, number> {
  const size = batchSize(situation);
  const delay = situation.deployment.protocol.batch?.delay ?? 0;
  const batches = new Map<string, number>();
  for (const { entry } of operations) {
    if (batches.has(entry)) continue;
    const own = rate * entryShare(operations, entry);
    batches.set(entry, own === Number.POSITIVE_INFINITY ? size : meanBatch({ size, delay }, own));
  }
  return batches;
}

/** Share of all operations that come by way of this replica. */
export function entryShare(operations: readonly Operation[], entry: string): number {
  let share = 0;
  for (const operation of operations) if (operation.entry === entry) share += operation.share;
  return share;
}

/**
 * What an operation of the mix asks for, where batches have these sizes. A figure is a part for each operation and a part
 * for each batch: α + β/N, known from the counts at N = 1 and at full size.
 */
export function demandOf(
  situation: Standing,
  operations: readonly Operation[],
  batches: ReadonlyMap<string, number>,
): Demand {
  const n = situation.deployment.replicas.length;
  const size = batchSize(situation);
  const demand = emptyDemand(n);
  for (const operation of operations) {
    const { busy, together, share, entry } = operation;
    const mean = Math.min(size, sharing(operations, operation, batches.get(entry) ?? 1));
    // Of the difference that full batches make, so much is made.
    const part = size === 1 ? 0 : (1 - 1 / mean) / (1 - 1 / size);
    for (const [count, weight] of [
      [busy, 1 - part],
      [together, part],
    ] as const) {
      if (weight > 0) add(demand, count, (share * weight) / count.operations);
    }
  }
  return demand;
}

/**
 * With how many operations of a batch one shares messages and records, itself included: with those that go to disk as it
 * does, or as it does not, of which a batch has a binomial number.
 */
export function sharing(operations: readonly Operation[], operation: Operation, batch: number): number {
  if (batch <= 1) return 1;
  const alike = operations.filter(({ entry, alone }) => {
    return entry === operation.entry && isDurable(alone) === isDurable(operation.alone);
  });
  let share = 0;
  for (const other of alike) share += other.share;
  share /= entryShare(operations, operation.entry);
  return Math.max(1, (batch * share) / (1 - (1 - Math.min(1, share)) ** batch));
}

function isDurable({ tally }: Count): boolean {
  return tally.records.some((records) => records > 0);
}

function add(demand: Demand, { tally }: Count, times: number): void {
  const addTo = (to: Float64Array, from: Float64Array): void => {
    for (let i = 0; i < to.length; i++) to[i] += times * from[i];
  };
  addTo(demand.received, tally.received);
  addTo(demand.sent, tally.sent);
  addTo(demand.bytes, tally.bytes);
  addTo(demand.records, tally.records);
  addTo(demand.recordSteps, tally.recordSteps);
  addTo(demand.packets, tally.packets);
  addTo(demand.linkBytes, tally.linkBytes);
  for (let r = 0; r < demand.received.length; r++) {
    for (const [work, count] of tally.processorBursts[r])
      demand.processorBursts[r].push({ work, count: times * count });
    for (const [work, count] of tally.interfaceBursts[r])
      demand.interfaceBursts[r].push({ work, count: times * count });
  }
}

function emptyDemand(n: number): Demand {
  const zeros = (length = n): Float64Array => new Float64Array(length);
  return {
    received: zeros(),
    sent: zeros(),
    bytes: zeros(),
    records: zeros(),
    recordSteps: zeros(),
    packets: zeros(n * n),
    linkBytes: zeros(n * n),
    processorBursts: Array.from({ length: n }, () => []),
    interfaceBursts: Array.from({ length: n }, () => []),
  };
}
