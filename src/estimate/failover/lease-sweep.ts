import type { Distribution } from '../../distribution/distribution.js';
import { randomStream } from '../../distribution/random.js';
import type { Protocol } from '../../protocol/contract.js';
import type { Deployment } from '../../topology/deployment.js';
import { failoverByModel } from './by-model.js';
import { caseOf } from './case.js';
import { SimulatedCrash } from './simulated-crash.js';

/** Pauses of one connection between the leader and another replica. */
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
  /** Crashes drawn for each figure of the model; 500 where absent. */
  readonly crashes?: number;
  /** Pauses simulated of each connection; 0, and no simulated figures, where absent. */
  readonly pauses?: number;
}

/** What one choice of lease and grace costs. */
export interface SweepRow {
  readonly lease: number;
  readonly grace: number;
  /** Healthy replicas taken for dead, in a year, by formula; and as simulated. */
  readonly suspicionsPerYear: number;
  readonly simulatedSuspicionsPerYear: number | null;
  /** Seconds a year without writes: for crashes of the leader, for those of others, for hiccups; and all. */
  readonly unavailable: {
    readonly leader: number;
    readonly others: number;
    readonly hiccups: number;
    readonly total: number;
  };
  /** Seconds a year for hiccups, as simulated. */
  readonly simulatedHiccups: number | null;
}

/** Over so many equally likely lengths of a pause the formula is averaged. */
const LENGTHS = 400;

/**
 * What lease and grace periods cost, where the loss of any replica stops writes (`Failover.pause`): short ones suspect
 * healthy replicas when the network hiccups, long ones take long to notice crashes. Pauses are taken to be rare, one at a
 * time. Rows in the order of leases, then graces; pairs with a lease that is not shorter than the grace are left out, for
 * those are not safe. Empty where the protocol is not of that kind.
 *
 * @throws RangeError as `caseOf`.
 */
export function leaseSweep(deployment: Deployment, protocol: Protocol, options: SweepOptions): SweepRow[] {
  const { leases, graces } = options;
  return leases.flatMap((lease) =>
    graces
      .filter((grace) => lease < grace)
      .flatMap((grace) => {
        const timeouts = { ...deployment.timeouts, lease, grace };
        const row = rowOf({ ...deployment, timeouts }, protocol, options);
        return row === undefined ? [] : [row];
      }),
  );
}

function rowOf(deployment: Deployment, protocol: Protocol, options: SweepOptions): SweepRow | undefined {
  const { leader, hiccups, crashesPerYear, seed, crashes = 500, pauses = 0 } = options;
  const pause = protocol.failover?.pause;
  const { lease, grace, heartbeat } = deployment.timeouts;
  const chief = deployment.replicas.find(({ id }) => id === leader);
  const ofLeader = failoverByModel(deployment, protocol, { seed, crashes, leader });
  if (pause === undefined || ofLeader === undefined || chief === undefined) return undefined;
  const { processing } = deployment.protocol;
  const row = { suspicions: 0, hiccups: 0, others: 0, simulatedSuspicions: 0, simulatedHiccups: 0 };
  for (const other of deployment.replicas) {
    if (other.id === leader) continue;
    const crash = failoverByModel(deployment, protocol, { seed, crashes, leader, crashed: other.id });
    if (crash === undefined) return undefined;
    row.others += (crashesPerYear * crash.total.mean) / 1000;
    const roundTrip = deployment.network.link(chief.at, other.at).rtt.mean + 2 * processing;
    const reconfiguration = crash.total.mean - crash.detection.mean;
    for (let i = 0; i < LENGTHS; i++) {
      const length = hiccups.length.quantile(((i + 0.5) / LENGTHS) * hiccups.length.mass);
      const fsync = other.disk.fsync.mean;
      const one = pause({ length, roundTrip, fsync, heartbeat, lease, reconfiguration });
      row.suspicions += (hiccups.perYear * one.suspicion) / LENGTHS;
      row.hiccups += (hiccups.perYear * one.outage) / LENGTHS / 1000;
    }
    const simulated = simulatePauses(deployment, protocol, other.id, options);
    row.simulatedSuspicions += hiccups.perYear * simulated.suspicion;
    row.simulatedHiccups += (hiccups.perYear * simulated.outage) / 1000;
  }
  const led = (crashesPerYear * ofLeader.total.mean) / 1000;
  return {
    lease,
    grace,
    suspicionsPerYear: row.suspicions,
    simulatedSuspicionsPerYear: pauses === 0 ? null : row.simulatedSuspicions,
    unavailable: {
      leader: led,
      others: row.others,
      hiccups: row.hiccups,
      total: led + row.others + row.hiccups,
    },
    simulatedHiccups: pauses === 0 ? null : row.simulatedHiccups,
  };
}

/** Share of the pauses that end in a suspicion, and how long a write waits on average (ms). */
function simulatePauses(
  deployment: Deployment,
  protocol: Protocol,
  other: string,
  { leader, hiccups, seed, pauses = 0 }: SweepOptions,
): { suspicion: number; outage: number } {
  const at = caseOf(deployment, protocol, { seed, crashes: pauses, leader, crashed: other });
  if (at === undefined) return { suspicion: 0, outage: 0 };
  const uniform = randomStream(seed, `pauses:${other}`);
  let suspicion = 0;
  let outage = 0;
  for (let i = 0; i < pauses; i++) {
    const length = hiccups.length.quantile(((i + uniform()) / pauses) * hiccups.length.mass);
    const world = new SimulatedCrash(at, Math.floor(uniform() * 2 ** 32), at.survivors[0], uniform(), {
      of: leader,
      length,
    });
    outage += (world.run()?.answered ?? at.limit) / pauses;
    if (world.called) suspicion += 1 / pauses;
  }
  return { suspicion, outage };
}
