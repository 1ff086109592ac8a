import type { Standing } from '../../group/standing.js';
import { after, instant } from '../../outcome/build.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import { CLIENT, type View } from '../../protocol/contract/model.js';
import { hasGroupCommit } from '../../topology/group-commit.js';
import { batchesAt, batchSize, demandOf, entryShare, type Operation } from './demands.js';
import { limitedLinks } from './limited-links.js';
import { loadedView } from './loaded-view.js';
import { Stations } from './stations.js';

export type Resource = 'processor' | 'disk' | 'interface' | 'window' | 'link';

/** One thing that bounds the operations per second of the mix, and at how many. */
export interface Limit {
  /** The replica; for a link the one that sends over it; for a window the one whose window it is. */
  readonly replica: string;
  readonly resource: Resource;
  /** The other end of a link. */
  readonly to?: string;
  /** Operations of all clients per second; Infinity where it never binds. */
  readonly max: number;
}

/** Every bound of a deployment, the lowest first; none that never binds. */
export function limitsOf(
  situation: Standing,
  operations: readonly Operation[],
  evaluator: Evaluator,
): Limit[] {
  const limits = [...stationLimits(situation, operations), ...linkLimits(situation, operations)];
  const lowest = Math.min(...limits.map(({ max }) => max));
  limits.push(...windowLimits(situation, operations, lowest, evaluator));
  return limits
    .filter(({ max }) => max < Number.POSITIVE_INFINITY)
    .sort((a, b) => (isSame(a.max, b.max) ? leads(b) - leads(a) : a.max - b.max));

  /** Among equals the leader comes first: it is what all wait for. */
  function leads({ replica }: Limit): number {
    return replica === situation.leader ? 1 : 0;
  }
}

/** Equal but for rounding: both were added up from the same parts. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}

/** Processors, disks and interfaces: the rate at which each is asked for all that it has. */
function stationLimits(situation: Standing, operations: readonly Operation[]): Limit[] {
  const { replicas, network, protocol } = situation.deployment;
  const limits: Limit[] = [];
  replicas.forEach(({ id, disk }, r) => {
    const bound = (resource: Resource, work: (demand: ReturnType<typeof demandOf>) => number): void => {
      const max = boundedBy(situation, operations, work);
      limits.push({ replica: id, resource, max });
    };
    bound('processor', (demand) => {
      return demand.received[r] * protocol.processing + demand.sent[r] * protocol.sending;
    });
    // One write with group commit carries all that wait, however many they are.
    if (!hasGroupCommit(replicas[r], protocol))
      bound('disk', (demand) => demand.records[r] * disk.fsync.mean);
    const { bandwidth } = network;
    if (bandwidth !== undefined) bound('interface', (demand) => (demand.bytes[r] * 1000) / bandwidth);
  });
  return limits;
}

/** Links between places: the bytes of all replicas that send from the one to the other. */
function linkLimits(situation: Standing, operations: readonly Operation[]): Limit[] {
  return limitedLinks(situation.deployment).map(({ pairs, bandwidth, from, to }) => {
    const max = boundedBy(situation, operations, ({ linkBytes }) => {
      let bytes = 0;
      for (const pair of pairs) bytes += linkBytes[pair];
      return (bytes * 1000) / bandwidth;
    });
    return { replica: from, to, resource: 'link' as const, max };
  });
}

/** The rate (per second) at which this work (ms an operation) takes all the time; batches fill up with the rate. */
function boundedBy(
  situation: Standing,
  operations: readonly Operation[],
  work: (demand: ReturnType<typeof demandOf>) => number,
): number {
  const at = (rate: number): number =>
    rate * work(demandOf(situation, operations, batchesAt(situation, operations, rate)));
  const full = work(
    demandOf(situation, operations, batchesAt(situation, operations, Number.POSITIVE_INFINITY)),
  );
  if (full === 0) return Number.POSITIVE_INFINITY;
  let high = 1 / full;
  if (batchSize(situation) === 1) return 1000 * high;
  let low = 0;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (at(middle) < 1) low = middle;
    else high = middle;
  }
  return 1000 * high;
}

/**
 * Windows: so many batches under way at an entry, each as long as its operations take there: λ = window · batch / latency.
 * A batch meets the others only, so the latency is that at (window − 1)/window of the load (the arrival theorem of closed
 * networks: Reiser and Lavenberg, "Mean-value analysis of closed multichain queuing networks", JACM 27(2), 1980); found by
 * going half way towards it a few times.
 */
function windowLimits(
  situation: Standing,
  operations: readonly Operation[],
  lowest: number,
  evaluator: Evaluator,
): Limit[] {
  const { window } = situation.deployment.protocol;
  if (window === undefined || situation.protocol.traits.proposers === 'clients') return [];
  const size = batchSize(situation);
  return [...new Set(operations.map(({ entry }) => entry))].map((entry) => {
    const share = entryShare(operations, entry);
    const bound = (rate: number): number => {
      const latency = timeInWindow(new Stations(situation, operations, rate), entry, evaluator);
      return (1000 * window * size) / (share * latency);
    };
    let max = bound(0);
    for (let i = 0; window > 1 && i < 4 && max < Number.POSITIVE_INFINITY; i++) {
      const rate = Math.min(max, 0.97 * lowest);
      max = (rate + bound(((window - 1) / window) * (rate / 1000))) / 2;
    }
    return { replica: entry, resource: 'window' as const, max };
  });
}

/** Mean time (ms) that a batch of this entry is under way: until the last of its operations is answered. */
export function timeInWindow(stations: Stations, entry: string, evaluator: Evaluator): number {
  const { situation, operations } = stations;
  const size = batchSize(situation);
  const own = operations.filter((operation) => operation.entry === entry);
  const share = entryShare(operations, entry);
  let mean = 0;
  let slowest = 0;
  let reads = 0;
  for (const operation of own) {
    const view = withoutClient(loadedView(stations, operation));
    const { law } = evaluator.evaluate(situation.protocol.model[operation.kind](view), 8192);
    mean += (operation.share / share) * law.mean;
    slowest = Math.max(slowest, law.mean);
    if (operation.kind === 'read') reads += operation.share / share;
  }
  // A batch takes as long as a write if there is one in it.
  if (size === 1) return mean;
  const onlyReads = reads ** size;
  return onlyReads === 0 ? slowest : (1 - onlyReads) * slowest + onlyReads * mean;
}

/** The operation from where its request is at the entry to where its answer leaves it. */
function withoutClient(view: View): View {
  return {
    ...view,
    hop: (from, to, what) => (from === CLIENT || to === CLIENT ? instant : after(view.hop(from, to, what))),
  };
}
