import { contactOf } from '../../group/contact.js';
import { leaderHold } from '../../group/leader-hold.js';
import { goesOn, type Standing } from '../../group/standing.js';
import type { AvailabilityResult, DowntimeResult, SurvivalResult } from '../../result/availability.js';
import type { EstimateResult } from '../../result/estimate.js';
import type { FailoverBlock } from '../../result/failover.js';
import type { Client } from '../../topology/deployment.js';
import { patienceOf } from '../failover/patience.js';
import { readInterruption } from '../failover/read-interruption.js';
import { successionOf } from '../failover/succession.js';
import { readsAgree } from '../failover/writes-before.js';
import { type Availability, availabilityOf } from './availability.js';
import type { OperationAvailability } from './downtime.js';
import { durabilityBlock } from './durability-block.js';
import type { Asked, AvailabilityOptions } from './needs.js';
import { quorumNeedsOf } from './quorum-needs.js';

/** How available a deployment is, and what it survives, in the shape of results. */
export interface Resilience {
  /** Null where the file gives no failure figures. */
  readonly availability: AvailabilityResult | null;
  readonly survives: EstimateResult['survives'];
  readonly survival: SurvivalResult;
}

/**
 * @param failover the block of the same situation
 * @param seed for what has to be sampled
 */
export function resilienceOf(situation: Standing, failover: FailoverBlock | null, seed: number): Resilience {
  const { deployment, protocol, down } = situation;
  const interruption = interruptionOf(situation, failover);
  const found = availabilityOf(deployment, quorumNeedsOf(situation), {
    ...interruption,
    ...(failover === null ? {} : { neverOver: new Map([[failover.lost, failover.never]]) }),
    ...(protocol.traits.interruptedBy === 'leader' ? {} : interruptionsOf(situation, seed)),
    patience: patienceOf(deployment),
    asks: asked(situation),
    cutOff: new Set(deployment.clients.filter((client) => isCutOff(situation, client)).map(({ id }) => id)),
    down,
    seed,
  });
  const levels = Object.entries(found.survives);
  return {
    availability:
      hasFigures(situation) && leaderHold(deployment, protocol, down)?.stays !== false
        ? availabilityBlock(situation, found, interruption.failoverMean, unmodelled(situation))
        : null,
    survives: Object.fromEntries(levels.map(([level, { any }]) => [level, any])),
    survival: {
      smallest: Object.fromEntries(levels.map(([level, { smallest }]) => [level, smallest ?? null])),
      fatalShared: found.fatalShared,
    },
  };
}

/** How long a loss of the leader interrupts the service, and clients that ask it (ms, mean); null: until it is repaired. */
function interruptionOf(situation: Standing, failover: FailoverBlock | null) {
  const { deployment, protocol, leader, down } = situation;
  if (failover !== null) return { failoverMean: failover.total.mean, perceivedMean: failover.perceived.mean };
  const operator = protocol.traits.failover === 'operator' ? deployment.timeouts.operator : undefined;
  const without = { ...situation, down: new Set(leader === undefined ? down : [...down, leader]) };
  // Where promoting another does not help, nobody does.
  if (operator === undefined || !goesOn(without, 'write')) return { failoverMean: null };
  return { failoverMean: operator, perceivedMean: Math.max(operator, patienceOf(deployment)) };
}

/**
 * Where not only the leader is waited for: how long the loss of each replica interrupts the service (ms, mean), and reads,
 * where they do not go the way of writes, and holds up reads that depend on what it left unfinished, as the same succession
 * says that `losses` tell, and how often that lasts until it is repaired. Nothing for those whose loss leaves too few, or nobody notices, and where writes have stopped
 * already because nobody leads.
 */
function interruptionsOf(
  { deployment, protocol, leader, down }: Standing,
  seed: number,
): Required<Pick<AvailabilityOptions, 'interruptions' | 'neverOver' | 'readInterruptions' | 'readsHeldUp'>> {
  const interruptions = new Map<string, number>();
  const neverOver = new Map<string, number>();
  const readInterruptions = new Map<string, number>();
  const readsHeldUp = new Map<string, number>();
  const all = { interruptions, neverOver, readInterruptions, readsHeldUp };
  if (protocol.traits.leadership === 'stable' && leader === undefined) return all;
  for (const { id } of deployment.replicas) {
    const options = { leader, down, loss: { kind: 'kill', members: [id] }, seed } as const;
    const found = down.has(id) ? undefined : successionOf(deployment, protocol, options);
    const mean = found === undefined || found.never === 1 ? 0 : found.outage.mean;
    if (found !== undefined && found.never > 0) neverOver.set(id, found.never);
    interruptions.set(id, Number.isFinite(mean) ? mean : 0);
    const reads = mean > 0 ? readInterruption(deployment, protocol, options) : undefined;
    if (reads !== undefined) readInterruptions.set(id, reads);
    const { probability = 0, operations = 0, wait } = found?.unfinished ?? {};
    if (wait !== undefined && Number.isFinite(wait.mean) && readsAgree(deployment, protocol))
      readsHeldUp.set(id, probability * operations * wait.mean);
  }
  return all;
}

/** Whom each client asks as long as that one answers. */
function asked(situation: Standing): Map<string, Asked> {
  return new Map(
    situation.deployment.clients.flatMap((client) => {
      const write = contactOf(situation, client);
      const read = contactOf(situation, client, 'read') ?? write;
      return write === undefined || read === undefined ? [] : [[client.id, { write, read }] as const];
    }),
  );
}

/** No replica that is up reaches it. */
function isCutOff({ deployment, down, severed }: Standing, { id }: Client): boolean {
  if (severed === undefined) return false;
  return deployment.replicas.every((replica) => down.has(replica.id) || severed(id, replica.id));
}

function hasFigures({ deployment: { failures } }: Standing): boolean {
  const { machine, rack, zone, region, shared } = failures;
  return shared.length > 0 || [machine, rack, zone, region].some((figures) => figures !== undefined);
}

/** Replicas take over by themselves, but how long that takes is not modelled. */
function unmodelled({ protocol: { name, traits, takeover } }: Standing): string[] {
  if (traits.failover !== 'automatic' || takeover !== undefined || traits.leadership === 'none') return [];
  return [
    `How long ${name} is without a leader is not modelled: interruptions by failovers are not counted.`,
  ];
}

function availabilityBlock(
  situation: Standing,
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
      readDowntimePerYear: downtimeBlock(operations.read),
    })),
    contributions,
    maintenanceWindow,
    durability: durabilityBlock(situation),
    assumptions: [...found.assumptions, ...more],
  };
}

function downtimeBlock({ downtimePerYear }: OperationAvailability): DowntimeResult {
  const { total, quorumLoss, failover, maintenance, cutOff } = downtimePerYear;
  return { total, quorumLoss, failover, maintenance, clientCutOff: cutOff };
}
