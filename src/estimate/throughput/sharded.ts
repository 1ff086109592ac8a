import { placeLeaders, placementOf } from '../../group/placement.js';
import type { Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { ShardsThroughput, ThroughputResult } from '../../result/throughput.js';
import type { Shards } from '../../topology/deployment.js';
import { hasGroupCommit } from '../../topology/group-commit.js';
import { type Limit, timeInWindow } from './capacity.js';
import { batchesAt, batchSize, type Demand, demandOf, type Operation, operationsOf } from './demands.js';
import { limitedLinks } from './limited-links.js';
import { Stations } from './stations.js';
import { offeredRate } from './throughput.js';
import { writeLimitsOf } from './write-limits.js';

/**
 * What many groups on the same replicas sustain together. The clients' operations are spread over the groups evenly, so a
 * replica that leads a share of the groups has that share of a leader's work, and for the rest a follower's. The work of an
 * operation at each leader is counted as for one group; it adds up over the groups, whose batches and windows are their own.
 *
 * A disk with group commit bounds nothing by itself, but where each group has a log of its own a write carries one group's
 * records only: from `busyFrom` on, at which single records fill the disk, records wait for the writes of other groups, up
 * to one of each (`longestWait`). In a combined log one write carries them all.
 *
 * Not counted: processors' and disks' queues beyond these bounds, and heartbeats of idle groups.
 */
export function shardedThroughput(
  situation: Standing,
  shards: Shards,
  evaluator: Evaluator,
): ThroughputResult {
  const { deployment } = situation;
  const { replicas } = deployment;
  const groups = new Groups(situation, shards);
  const limits = [...groups.stationLimits(), ...groups.linkLimits(), ...groups.windowLimits(evaluator)]
    .filter(({ max }) => Number.isFinite(max))
    .sort((a, b) => a.max - b.max);
  const [lowest] = limits;
  const max = lowest?.max ?? null;
  const offered = offeredRate(deployment);
  const work = offered === null ? undefined : groups.work(offered / 1000);
  return {
    max,
    bottleneck: lowest === undefined ? null : { replica: lowest.replica, resource: lowest.resource },
    load: offered === null || max === null ? null : offered / max,
    utilisation:
      offered === null || work === undefined
        ? []
        : replicas.map(({ id, index }) => {
            const busy = (each: (demand: Demand) => number): number =>
              Math.min(1, (offered / 1000) * each(work));
            return {
              replica: id,
              processor: busy((demand) => groups.processor(demand, index)),
              disk: busy((demand) => groups.disk(demand, index)),
              interface: busy((demand) => groups.interface(demand, index)),
            };
          }),
    limits,
    // In logs of their own a write carries the records of one group only: `shards.disks` says so.
    ...(groups.separate ? {} : writeLimitsOf(deployment)),
    shards: groups.result(offered),
  };
}

/** What one operation asks of each replica, averaged over the groups: unbatched. Undefined where nobody leads. */
export function shardedDemand(situation: Standing, shards: Shards): Demand {
  return new Groups(situation, shards).work(0);
}

/** The groups that one replica leads. */
interface Led {
  readonly situation: Standing;
  readonly operations: readonly Operation[];
  readonly groups: number;
}

class Groups {
  private readonly leds: readonly Led[];
  private readonly placement: readonly number[];

  constructor(
    private readonly situation: Standing,
    private readonly shards: Shards,
  ) {
    const { deployment, leader } = situation;
    const ids = deployment.replicas.map(({ id }) => id);
    this.placement = placementOf(situation) ?? placeLeaders(shards, ids, leader ?? '');
    this.leds = this.placement.flatMap((groups, r) => {
      if (groups === 0) return [];
      const led = { ...situation, leader: ids[r] };
      return [{ situation: led, operations: operationsOf(led), groups }];
    });
  }

  /** What an operation asks for where all come at `rate` (per ms), spread over the groups, each with batches of its own. */
  work(rate: number): Demand {
    const { count } = this.shards;
    const demands = this.leds.map(({ situation, operations, groups }) => ({
      share: groups / count,
      demand: demandOf(situation, operations, batchesAt(situation, operations, rate / count)),
    }));
    const mixed = (field: (demand: Demand) => Float64Array): Float64Array => {
      const sum = new Float64Array(field(demands[0].demand).length);
      for (const { share, demand } of demands)
        for (let i = 0; i < sum.length; i++) sum[i] += share * field(demand)[i];
      return sum;
    };
    const [{ demand }] = demands;
    return {
      ...demand,
      received: mixed((one) => one.received),
      sent: mixed((one) => one.sent),
      bytes: mixed((one) => one.bytes),
      records: mixed((one) => one.records),
      recordSteps: mixed((one) => one.recordSteps),
      packets: mixed((one) => one.packets),
      linkBytes: mixed((one) => one.linkBytes),
    };
  }

  processor({ received, sent }: Demand, r: number): number {
    const { processing, sending } = this.situation.deployment.protocol;
    return received[r] * processing + sent[r] * sending;
  }

  disk({ records }: Demand, r: number): number {
    return records[r] * this.situation.deployment.replicas[r].disk.fsync.mean;
  }

  interface({ bytes }: Demand, r: number): number {
    const { bandwidth } = this.situation.deployment.network;
    return bandwidth === undefined ? 0 : (bytes[r] * 1000) / bandwidth;
  }

  /** Does a durable write at this replica carry what waits, and not just one record? */
  private gathers(r: number): boolean {
    const { replicas, protocol } = this.situation.deployment;
    return hasGroupCommit(replicas[r], protocol);
  }

  stationLimits(): Limit[] {
    return this.situation.deployment.replicas.flatMap(({ id, index }): Limit[] => [
      { replica: id, resource: 'processor', max: this.bound((demand) => this.processor(demand, index)) },
      ...(this.gathers(index)
        ? []
        : [
            {
              replica: id,
              resource: 'disk' as const,
              max: this.bound((demand) => this.disk(demand, index)),
            },
          ]),
      { replica: id, resource: 'interface', max: this.bound((demand) => this.interface(demand, index)) },
    ]);
  }

  /** The bytes of all replicas that send from the one place to the other. */
  linkLimits(): Limit[] {
    return limitedLinks(this.situation.deployment).map(({ pairs, bandwidth, from, to }) => ({
      replica: from,
      to,
      resource: 'link' as const,
      max: this.bound(({ linkBytes }) => {
        return pairs.reduce((sum, pair) => sum + (linkBytes[pair] * 1000) / bandwidth, 0);
      }),
    }));
  }

  /** So many batches under way at an entry in each group, each as long as its operations take unloaded. */
  windowLimits(evaluator: Evaluator): Limit[] {
    const { deployment, protocol } = this.situation;
    const { window } = deployment.protocol;
    if (window === undefined || protocol.traits.proposers === 'clients') return [];
    const limits = new Map<string, number>();
    for (const { situation, operations, groups } of this.leds) {
      const stations = new Stations(situation, operations, 0);
      for (const entry of new Set(operations.map((operation) => operation.entry))) {
        const share = operations
          .filter((operation) => operation.entry === entry)
          .reduce((sum, operation) => sum + operation.share, 0);
        const latency = timeInWindow(stations, entry, evaluator);
        // Of each group, which has 1 / count of all operations.
        const own = (1000 * window * batchSize(situation) * this.shards.count) / (share * latency);
        if (groups > 0) limits.set(entry, Math.min(limits.get(entry) ?? Number.POSITIVE_INFINITY, own));
      }
    }
    return [...limits].map(([replica, max]) => ({ replica, resource: 'window' as const, max }));
  }

  /** Has each group a log of its own, of which a durable write carries nothing but this group's records? */
  get separate(): boolean {
    return this.shards.log === 'separate' && this.shards.count > 1;
  }

  result(offered: number | null): ShardsThroughput {
    const { count, leaders, log } = this.shards;
    const { deployment } = this.situation;
    const alone = this.work(offered === null ? 0 : offered / 1000);
    return {
      count,
      policy: leaders === 'leader' || leaders === 'balanced' ? leaders : 'placed',
      log,
      leaders: deployment.replicas.map(({ id, index }) => ({
        replica: id,
        leaders: this.placement[index],
        bytesPerSecond: offered === null ? null : offered * alone.bytes[index],
      })),
      disks: deployment.replicas.flatMap(({ id, index, disk }) => {
        const busy = this.disk(alone, index);
        if (!this.separate || !this.gathers(index) || busy === 0) return [];
        return [{ replica: id, busyFrom: 1000 / busy, longestWait: count * disk.fsync.mean }];
      }),
    };
  }

  /** The rate (per second) at which this work (ms an operation) takes all the time; batches fill up with the rate. */
  private bound(work: (demand: Demand) => number): number {
    const full = work(this.work(Number.POSITIVE_INFINITY));
    if (full === 0) return Number.POSITIVE_INFINITY;
    if (batchSize(this.situation) === 1) return 1000 / full;
    let [low, high] = [0, 1 / full];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (middle * work(this.work(middle)) < 1) low = middle;
      else high = middle;
    }
    return 1000 * high;
  }
}
