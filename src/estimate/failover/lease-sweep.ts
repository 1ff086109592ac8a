import type { Distribution } from '../../distribution/distribution.js';
import { randomStream } from '../../distribution/random.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { lossCase } from './loss-case.js';
import { successionOf } from './succession.js';
import { Trial } from './trial.js';

/** Pauses of one connection between the holder of the leases and another replica. */
export interface Hiccups {
  /** How many a year each of those connections has. */
  readonly perYear: number;
  /** How long nothing passes (ms). */
  readonly length: Distribution;
}

export interface SweepOptions {
  readonly leader: string;
  readonly leases: readonly number[];
  readonly graces: readonly number[];
  readonly hiccups: Hiccups;
  /** Crashes of each replica in a year. */
  readonly crashesPerYear: number;
  readonly seed: number;
  /** Crashes of one replica run for each figure; 200 where absent. */
  readonly crashes?: number;
  /** Pauses of one connection run for each figure; 60 where absent. */
  readonly pauses?: number;
}

/** What one choice of lease and grace costs. */
export interface SweepRow {
  readonly lease: number;
  readonly grace: number;
  /** Healthy replicas taken for dead, in a year. */
  readonly suspicionsPerYear: number;
  /** Seconds a year in which writes are unavailable: for crashes of the holder of the leases, for those of others, for hiccups; and all. */
  readonly unavailable: {
    readonly leader: number;
    readonly others: number;
    readonly hiccups: number;
    readonly total: number;
  };
}

/** What a lease costs, whatever the grace: losses of others than the holder, and hiccups, in a year. */
interface LeaseCost {
  readonly suspicions: number;
  readonly others: number;
  readonly hiccups: number;
}

/** The replica that counts on the leases of the others: the leader, or who answers reads in its place. */
export function holderOf({ replicas }: Deployment, protocol: Protocol, leader: string): string {
  return protocol.readContact?.(leader, replicas) ?? leader;
}

/**
 * What lease and grace periods cost, where leases tell who is lost (traits: `reconfigures`): short ones suspect healthy
 * replicas when the network hiccups, long ones take long to notice crashes. Read off the machines. Pauses are taken to be
 * rare, one at a time. Rows in the order of leases, then graces; pairs with a lease that is not shorter than the grace are
 * left out, for those are not safe. Empty where the protocol is not of that kind.
 *
 * @throws RangeError as `lossCase`.
 */
export function leaseSweep(deployment: Deployment, protocol: Protocol, options: SweepOptions): SweepRow[] {
  if (protocol.traits.reconfigures !== true) return [];
  const { leases, graces } = options;
  const pairs = leases.flatMap((lease) =>
    graces.filter((grace) => lease < grace).map((grace) => ({ lease, grace })),
  );
  // The lease is the holder's for the others, the grace is the others' for the holder: one does not change what the other costs.
  const led = new Map<number, number | undefined>();
  const leased = new Map<number, LeaseCost | undefined>();
  return pairs.flatMap(({ lease, grace }) => {
    const timed = { ...deployment, timeouts: { ...deployment.timeouts, lease, grace } };
    if (!led.has(grace)) led.set(grace, ofHolder(timed, protocol, options));
    if (!leased.has(lease)) leased.set(lease, ofLease(timed, protocol, options));
    const leader = led.get(grace);
    const cost = leased.get(lease);
    if (leader === undefined || cost === undefined) return [];
    const { suspicions, others, hiccups } = cost;
    const unavailable = { leader, others, hiccups, total: leader + others + hiccups };
    return [{ lease, grace, suspicionsPerYear: suspicions, unavailable }];
  });
}

/** Seconds a year in which writes are unavailable for crashes of the holder; undefined where they are not got over. */
function ofHolder(deployment: Deployment, protocol: Protocol, options: SweepOptions): number | undefined {
  return crashesOf(deployment, protocol, holderOf(deployment, protocol, options.leader), options);
}

function crashesOf(
  deployment: Deployment,
  protocol: Protocol,
  member: string,
  { leader, seed, crashes = 200, crashesPerYear }: SweepOptions,
): number | undefined {
  const loss = { kind: 'kill', members: [member] } as const;
  const found = successionOf(deployment, protocol, { leader, loss, seed, trials: crashes });
  return found === undefined ? undefined : (crashesPerYear * found.outage.mean) / 1000;
}

function ofLease(deployment: Deployment, protocol: Protocol, options: SweepOptions): LeaseCost | undefined {
  const cost = { suspicions: 0, others: 0, hiccups: 0 };
  const holder = holderOf(deployment, protocol, options.leader);
  for (const { id } of deployment.replicas) {
    if (id === holder) continue;
    const crashes = crashesOf(deployment, protocol, id, options);
    if (crashes === undefined) return undefined;
    const { perYear } = options.hiccups;
    const paused = pausesOf(deployment, protocol, id, options);
    cost.others += crashes;
    cost.suspicions += perYear * paused.suspicion;
    cost.hiccups += (perYear * paused.outage) / 1000;
  }
  return cost;
}

/** Share of the pauses that end in a suspicion, and how long a write waits on average (ms). */
function pausesOf(
  deployment: Deployment,
  protocol: Protocol,
  other: string,
  { leader, hiccups, seed, pauses = 60 }: SweepOptions,
): { suspicion: number; outage: number } {
  const between = [holderOf(deployment, protocol, leader), other] as const;
  const uniform = randomStream(seed, `pauses:${other}`);
  let suspicion = 0;
  let outage = 0;
  for (let i = 0; i < pauses; i++) {
    // Long pauses are rare, and they are those that are suspected: they are drawn more often, and count less.
    const short = 1 - (i + uniform()) / pauses;
    const weight = (3 * short ** 2) / pauses;
    const duration = hiccups.length.quantile((1 - short ** 3) * hiccups.length.mass);
    if (!(duration > 0)) continue;
    const at = lossCase(deployment, protocol, { leader, loss: { kind: 'hiccup', between, duration } });
    const trial = new Trial(at, Math.floor(uniform() * 2 ** 32), at.survivors[0], uniform());
    outage += weight * (trial.run()?.answered ?? at.limit);
    if (trial.wasCalled) suspicion += weight;
  }
  return { suspicion, outage };
}
