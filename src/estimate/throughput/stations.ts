import type { Distribution } from '../../distribution/distribution.js';
import { constant, points } from '../../distribution/points.js';
import { scaled } from '../../distribution/scaled.js';
import type { Standing } from '../../group/standing.js';
import type { Link } from '../../topology/deployment.js';
import { hasGroupCommit } from '../../topology/group-commit.js';
import { type Bulk, type Cluster, type Job, longerWait } from './clusters.js';
import {
  batchesAt,
  batchSize,
  type Demand,
  demandOf,
  entryShare,
  type Operation,
  sharing,
} from './demands.js';
import { gatheringTime } from './gathering.js';
import { othersInWrite, untilNextWrite, writingShare } from './group-commit.js';
import { inOrder } from './in-order.js';
import { meanThroughBoth } from './perturbed.js';
import type { Burst, Moment, Tally } from './tally.js';
import { type Queue, secondMoment, utilisation, waitingTime, workLeftBehind } from './waiting.js';

export type Part = 'processor' | 'interface' | 'disk';

/** Batches above this size are taken to be full ones. */
const MOSTLY = 1.5;

/** A link that carries at least so many messages for each record decides when these come. */
const IN_STEP = 0.9;

/** The queues of one replica under a load. */
interface Station {
  readonly processor: Queue;
  readonly interface: Queue;
  readonly disk: Queue;
}

/** Shares of the time that the parts of a replica are busy, 0…1. */
export interface Utilisation {
  readonly replica: string;
  readonly processor: number;
  readonly disk: number;
  readonly interface: number;
}

/** All queues of a deployment where the mix of its clients' operations comes at one rate, and how long each makes wait. */
export class Stations {
  readonly demand: Demand;
  readonly batches: ReadonlyMap<string, number>;
  readonly groupCommit: readonly boolean[];
  private readonly stations: readonly Station[];
  private readonly factors = new Map<string, number>();
  private readonly bunches = new Map<number, number>();
  private readonly laws = new Map<string, Distribution>();
  private readonly links = new Map<Link, Map<number, Distribution>>();

  /** @param rate operations per ms */
  constructor(
    readonly situation: Standing,
    readonly operations: readonly Operation[],
    readonly rate: number,
  ) {
    const { deployment } = situation;
    this.batches = batchesAt(situation, operations, rate);
    this.demand = demandOf(situation, operations, this.batches);
    this.groupCommit = deployment.replicas.map((replica) => hasGroupCommit(replica, deployment.protocol));
    this.stations = deployment.replicas.map((_, r) => this.station(r));
  }

  private station(r: number): Station {
    const { rate, demand, situation } = this;
    const { replicas, protocol } = situation.deployment;
    const received = { work: protocol.processing, count: demand.received[r] };
    const arrivals = this.groupCommit[r] ? demand.recordSteps[r] : demand.records[r];
    return {
      processor: queueOf(rate, [received, ...demand.processorBursts[r]]),
      interface: queueOf(rate, demand.interfaceBursts[r]),
      disk: { rate: rate * arrivals, service: replicas[r].disk.fsync },
    };
  }

  utilisation(): Utilisation[] {
    return this.stations.map((_, r) => ({
      replica: this.situation.deployment.replicas[r].id,
      processor: this.busy(r, 'processor'),
      disk: this.busy(r, 'disk'),
      interface: this.busy(r, 'interface'),
    }));
  }

  /** Share of the time that a part of a replica is busy; 1 or more where it is asked for more than it has. */
  private busy(r: number, part: Part): number {
    const queue = this.stations[r][part];
    return this.gathers(r, part) ? writingShare(queue) : utilisation(queue);
  }

  /** Is this a disk of which one write carries all that wait? Its queue never grows: no law of queues holds for it. */
  gathers(r: number, part: Part): boolean {
    return part === 'disk' && this.groupCommit[r];
  }

  /** How many other records one write of a replica's disk carries beside a record; 0 where each is a write of its own. */
  alongside(r: number): number {
    return this.groupCommit[r] ? othersInWrite(this.stations[r].disk) : 0;
  }

  queue(r: number, part: Part): Queue {
    return this.stations[r][part];
  }

  /** The replica of which this is asked for most. */
  busiest(part: Part): number {
    const loads = this.stations.map((_, r) => this.busy(r, part));
    return loads.indexOf(Math.max(...loads));
  }

  /**
   * How long a message waits for a replica's processor, the first bytes of a step for its interface, or a record until the
   * write that carries it begins.
   */
  waiting(r: number, part: Part): Distribution {
    const queue = this.stations[r][part];
    if (this.gathers(r, part))
      return this.remember(`gathered ${queue.rate} ${r}`, () => untilNextWrite(queue));
    const longer = this.longer(r, part);
    return this.remember(this.keyOf(r, part, longer), () => {
      const law = waitingTime(queue);
      return longer > 1.001 ? scaled(law, longer) : law;
    });
  }

  /** Replicas that are asked for the same have one law, so that it is worked out once. */
  private keyOf(r: number, part: Part, longer: number): string {
    const { rate, service } = this.stations[r][part];
    return `${part} ${rate.toPrecision(6)} ${service.mean.toPrecision(6)} ${service.end} ${longer.toPrecision(3)}`;
  }

  /** How many times longer the waits of a part are because an operation brings it several jobs in a short time. */
  private longer(r: number, part: Part): number {
    const key = `${part} ${r}`;
    let longer = this.factors.get(key);
    if (longer === undefined) {
      const queue = this.stations[r][part];
      longer =
        queue.rate === 0
          ? 1
          : longerWait(
              this.clusters(r, part),
              { squares: queue.rate * secondMoment(queue.service), load: utilisation(queue) },
              this.bulks(r, part),
            );
      this.factors.set(key, longer);
    }
    return longer;
  }

  /**
   * How much longer (ms) a record waits for its disk because the messages that bring them come in bunches: by way of the
   * link that brings most of them.
   */
  bunching(r: number): number {
    let more = this.bunches.get(r);
    if (more === undefined) {
      more = this.groupCommit[r] ? 0 : this.bunchingOf(r);
      this.bunches.set(r, more);
    }
    return more;
  }

  private bunchingOf(r: number): number {
    const { replicas, network } = this.situation.deployment;
    const { packets } = this.demand;
    const n = replicas.length;
    let from = -1;
    for (let i = 0; i < n; i++)
      if (i !== r && packets[i * n + r] > (from < 0 ? 0 : packets[from * n + r])) from = i;
    const queue = this.stations[r].disk;
    const share = from < 0 || queue.rate === 0 ? 0 : (this.rate * packets[from * n + r]) / queue.rate;
    // A replica that has its records from several places, or from clients, is not in step with any of them.
    if (share < IN_STEP || queue.service.mean === 0) return 0;
    const { oneWay } = network.link(replicas[from].at, replicas[r].at);
    if (queue.rate * (oneWay.end - oneWay.start) < 0.01 || oneWay.mass < 1) return 0;
    const apart = inOrder(oneWay, queue.rate).mean + waitingTime(queue).mean + queue.service.mean;
    return Math.max(0, meanThroughBoth(oneWay, queue) - apart);
  }

  /** What single operations, or batches of them, bring a part of a replica, and how often. */
  private clusters(r: number, part: Part): Cluster[] {
    return this.operations.map((operation) => {
      const mean = this.sharing(operation);
      const rate = (this.rate * operation.share) / (mean > MOSTLY ? mean : 1);
      return { rate, jobs: this.jobs(operation, r, part) };
    });
  }

  /** Messages that come together because one write of a disk with group commit let them all go. */
  private bulks(r: number, part: Part): Bulk[] {
    const { replicas, protocol } = this.situation.deployment;
    if (part !== 'processor' || protocol.processing === 0) return [];
    const n = replicas.length;
    return replicas.flatMap(({ index, disk }) => {
      if (index === r || !this.groupCommit[index] || disk.fsync.mean === 0) return [];
      const rate = this.rate * Math.min(this.demand.packets[index * n + r], this.demand.recordSteps[index]);
      const cycle = secondMoment(disk.fsync) / disk.fsync.mean;
      return rate === 0 ? [] : [{ rate, work: protocol.processing, cycle }];
    });
  }

  /** With how many others of its batch an operation shares messages, itself included. */
  sharing(operation: Operation): number {
    const size = batchSize(this.situation);
    return Math.min(size, sharing(this.operations, operation, this.batches.get(operation.entry) ?? 1));
  }

  /** What one operation, or one batch of them, asks of a part of a replica, and when, if nothing queues. */
  jobs(operation: Operation, r: number, part: Part): Job[] {
    const { alone, together } = operation;
    const { protocol, replicas } = this.situation.deployment;
    const batched = this.sharing(operation) > MOSTLY;
    const { tally } = batched ? together : alone;
    const jobOf = (moment: Moment): Job => {
      const { at, messages, requests, sending, transmission, records } = moment;
      if (part === 'interface') return { at, work: transmission };
      if (part === 'disk') return { at, work: records * replicas[r].disk.fsync.mean };
      // The requests of a batch have come one by one before.
      const handling = (messages + (batched ? 0 : requests)) * protocol.processing;
      const variance = this.varianceOf(moment, r, tally);
      return { at, work: handling + sending, split: (4 / 3) * handling * sending, variance };
    };
    return tally.moments[r].map(jobOf).filter(({ work }) => work > 0);
  }

  /**
   * How much longer (ms) than a message at random one waits for the interface that is still busy with what its own operation
   * queued there `ago` ms before: ahead of it is all that has come meanwhile, ρ(W + ago) on average, in place of W.
   */
  notYetThrough(r: number, ago: number): number {
    const wait = this.waiting(r, 'interface').mean;
    return Math.max(0, utilisation(this.stations[r].interface) * (wait + ago) - wait);
  }

  /** How much the time varies at which a message comes (ms²): by its way, and by the disk of its sender. */
  private varianceOf({ at, from }: Moment, r: number, { moments }: Tally): number {
    if (from === undefined) return 0;
    const { replicas, network } = this.situation.deployment;
    const link = network.link(replicas[from].at, replicas[r].at);
    const wrote = moments[from].some((before) => before.at < at && before.records > 0);
    return varianceOf(link.oneWay) + (wrote ? varianceOf(replicas[from].disk.fsync) : 0);
  }

  /** How long what a step sends waits for the processor that has just handled a message. */
  behind(r: number): Distribution {
    return this.remember(`behind ${r}`, () => workLeftBehind(this.stations[r].processor));
  }

  /** One way between two replicas, in order. */
  oneWay(from: number, to: number, link: Link): Distribution {
    const packets = this.rate * this.demand.packets[from * this.groupCommit.length + to];
    let laws = this.links.get(link);
    if (laws === undefined) {
      laws = new Map();
      this.links.set(link, laws);
    }
    let law = laws.get(packets);
    if (law === undefined) {
      law = inOrder(link.oneWay, packets);
      laws.set(packets, law);
    }
    return law;
  }

  /** How long a request waits at its entry until its batch goes. */
  gathering(entry: string): Distribution {
    const size = batchSize(this.situation);
    const delay = this.situation.deployment.protocol.batch?.delay ?? 0;
    return this.remember(`gathering ${entry}`, () =>
      gatheringTime({ size, delay }, this.rate * entryShare(this.operations, entry)),
    );
  }

  /** A law that is worked out once. */
  remember(key: string, make: () => Distribution): Distribution {
    let law = this.laws.get(key);
    if (law === undefined) {
      law = make();
      this.laws.set(key, law);
    }
    return law;
  }
}

const variances = new WeakMap<Distribution, number>();

function varianceOf(law: Distribution): number {
  let variance = variances.get(law);
  if (variance === undefined) {
    // Between the quantiles that a normal law has a standard deviation either side of its middle.
    const spread =
      law.end === law.start ? 0 : law.quantile(0.841 * law.mass) - law.quantile(0.159 * law.mass);
    variance = (spread / 2) ** 2;
    variances.set(law, variance);
  }
  return variance;
}

function queueOf(rate: number, bursts: readonly Burst[]): Queue {
  const some = bursts.filter(({ work, count }) => work > 0 && count > 0);
  let sum = 0;
  for (const { count } of some) sum += count;
  if (sum === 0) return { rate: 0, service: constant(0) };
  return {
    rate: rate * sum,
    service: points(some.map(({ work, count }) => ({ at: work, mass: count / sum }))),
  };
}
