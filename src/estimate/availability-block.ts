import { type Availability, availabilityOf } from './availability/availability.js';
import type { OperationAvailability } from './availability/downtime.js';
import { quorumNeedsOf } from './quorum-needs.js';
import type { AvailabilityResult, DowntimeResult, EstimateResult, SurvivalResult } from './result.js';
import type { Situation } from './view.js';

/** How available a deployment is, and what it survives, in the shape of results. */
export interface Resilience {
  /** Null where the file gives no failure figures. */
  readonly availability: AvailabilityResult | null;
  readonly survives: EstimateResult['survives'];
  readonly survival: SurvivalResult;
}

/** @param failoverMean mean time until another leads (ms); null: nobody takes over. */
export function resilienceOf(
  situation: Situation,
  { seed, failoverMean }: { readonly seed: number; readonly failoverMean: number | null },
): Resilience {
  const { deployment } = situation;
  const found = availabilityOf(deployment, quorumNeedsOf(situation), {
    failoverMean,
    seed,
  });
  const levels = Object.entries(found.survives);
  return {
    availability: hasFigures(situation)
      ? availabilityBlock(found, failoverMean, unmodelled(situation))
      : null,
    survives: Object.fromEntries(levels.map(([level, { any }]) => [level, any])),
    survival: {
      smallest: Object.fromEntries(levels.map(([level, { smallest }]) => [level, smallest ?? null])),
      fatalShared: found.fatalShared,
    },
  };
}

function hasFigures({ deployment: { failures } }: Situation): boolean {
  const { machine, rack, zone, region, shared } = failures;
  return shared.length > 0 || [machine, rack, zone, region].some((figures) => figures !== undefined);
}

/** Replicas take over by themselves, but how long that takes is not modelled. */
function unmodelled({ protocol: { name, traits, failover } }: Situation): string[] {
  if (traits.failover !== 'automatic' || failover !== undefined || traits.leadership === 'none') return [];
  return [
    `How long ${name} is without a leader is not modelled: interruptions by failovers are not counted.`,
  ];
}

function availabilityBlock(
  found: Availability,
  failoverMean: number | null,
  more: readonly string[],
): AvailabilityResult {
  const { write, read, contributions, maintenanceWindow } = found;
  return {
    method: found.method,
    write: write.availability,
    read: read.availability,
    quorumLossProbability: write.quorumLossProbability,
    interval: write.interval,
    downtimePerYear: downtimeBlock(write),
    readDowntimePerYear: downtimeBlock(read),
    failoverMean,
    clients: found.clients.map(({ id, ...operations }) => ({
      id,
      write: operations.write.availability,
      read: operations.read.availability,
      downtimePerYear: downtimeBlock(operations.write),
    })),
    contributions,
    maintenanceWindow,
    assumptions: [...found.assumptions, ...more],
  };
}

function downtimeBlock({ downtimePerYear }: OperationAvailability): DowntimeResult {
  const { total, quorumLoss, failover, maintenance, cutOff } = downtimePerYear;
  return { total, quorumLoss, failover, maintenance, clientCutOff: cutOff };
}
