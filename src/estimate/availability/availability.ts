import type { QuorumSystem } from '../../quorum/system.js';
import { without } from '../../quorum/without.js';
import { formatDuration } from '../../topology/units.js';
import { type Component, componentsAround, componentsOf, type Fleet, type Level } from './components.js';
import { Downtimes, type OperationAvailability, SECONDS_PER_YEAR } from './downtime.js';
import { Laws } from './laws.js';
import { type MaintenanceWindow, maintenanceWindow } from './maintenance-window.js';
import { type AvailabilityOptions, checkNeeds, type QuorumNeeds } from './needs.js';
import { passageOf } from './passage.js';
import { type Survival, survival } from './survives.js';

/** How available a deployment is, as plain data. */
export interface Availability {
  /** 'sampled' where some figure is: its interval is then given with it. */
  readonly method: 'exact' | 'sampled';
  /** States drawn; null where nothing was sampled. */
  readonly samples: number | null;
  /** The service itself, wherever its clients are. */
  readonly write: OperationAvailability;
  readonly read: OperationAvailability;
  /** As each client sees it: given that its own region is up, and all else that would take the client down. */
  readonly clients: readonly ClientAvailability[];
  /** For each level that some replica's path names; writes. Without failure figures too: it is a matter of places. */
  readonly survives: Readonly<Partial<Record<Level, Survival>>>;
  /** Names of shared sets that stop writes by themselves. */
  readonly fatalShared: readonly string[];
  /** What loses the write quorum, largest share first. */
  readonly contributions: readonly Contribution[];
  readonly maintenanceWindow: MaintenanceWindow | null;
  readonly assumptions: readonly string[];
}

export interface ClientAvailability {
  readonly id: string;
  readonly write: OperationAvailability;
  readonly read: OperationAvailability;
}

/** A failure domain's part in the loss of the write quorum. */
export interface Contribution {
  readonly kind: Component['kind'];
  readonly name: string;
  /** Of the domain itself: mttr/(mtbf + mttr). */
  readonly unavailability: number;
  /**
   * What part of the loss would go if the domain never failed, 0…1: its unavailability × its Birnbaum importance over
   * the whole loss. Parts add up to more than 1 where it takes several domains together.
   */
  readonly share: number;
  /** The same in seconds of a year. */
  readonly secondsPerYear: number;
}

/**
 * The availability of a deployment whose operations need these quorums.
 *
 * Machines, racks, zones, regions and shared sets fail and are repaired independently of each other, each down for
 * mttr/(mtbf + mttr) of the time; a replica is up when none of those that cover it is down. The loss of quorums is
 * exact: the quorums' decision diagram with domains in the place of replicas. Where that would pass `exactLimit`
 * states it is sampled instead, and says so. Failovers and maintenance are added as rates times durations.
 *
 * Throws a RangeError for quorum systems over other replicas, an unknown leader or client, or a time below 0.
 */
export function availabilityOf(
  fleet: Fleet,
  asked: QuorumNeeds,
  options: AvailabilityOptions = {},
): Availability {
  checkNeeds(fleet, asked, options);
  const { down } = options;
  const needs = down === undefined || down.size === 0 ? asked : withoutThem(asked, [...down]);
  const components = componentsOf(fleet);
  const laws = new Laws(fleet, components, options);
  const downtimes = new Downtimes(fleet, components, needs, options, laws);
  const systems = downtimes.systems('write');
  const clients = clientsOf(fleet, components, downtimes, options);
  const service = { write: downtimes.of('write', []), read: downtimes.of('read', []) };
  const stops = (covers: number) => systems.some((system) => !system.contains(~covers));
  const stopped = stops(0);
  const survives: Partial<Record<Level, Survival>> = {};
  for (const level of ['machine', 'rack', 'zone', 'region'] as const) {
    const found = survival(fleet, level, systems);
    if (found !== undefined) survives[level] = found;
  }
  const law = laws.of(systems);
  return {
    method: laws.drawn === undefined ? 'exact' : 'sampled',
    samples: laws.drawn ?? null,
    ...service,
    clients,
    survives,
    fatalShared: components
      .filter(({ kind, covers }) => kind === 'shared' && !stopped && stops(covers))
      .map(({ name }) => name),
    contributions: contributionsOf(components, law.contributions(), law.given([]).probability),
    maintenanceWindow: stopped ? null : maintenanceWindow(fleet, systems, down),
    assumptions: assumptionsOf(fleet, needs, options),
  };
}

/** Quorums have to do without these replicas. */
function withoutThem(needs: QuorumNeeds, down: readonly string[]): QuorumNeeds {
  const known = new Map<QuorumSystem, QuorumSystem>();
  const left = (system: QuorumSystem): QuorumSystem => {
    const made = known.get(system) ?? without(system, down);
    known.set(system, made);
    return made;
  };
  return { ...needs, write: needs.write.map(left), read: needs.read.map(left) };
}

function clientsOf(
  fleet: Fleet,
  components: readonly Component[],
  downtimes: Downtimes,
  { servedBy, asks, cutOff }: AvailabilityOptions,
): ClientAvailability[] {
  const known = new Map<string, Omit<ClientAvailability, 'id'>>();
  return fleet.clients.map((client) => {
    const { id, at, proxy } = client;
    const up = componentsAround(components, fleet.failures.shared, at);
    const serving = servedBy?.get(id);
    const asked = asks?.get(id);
    const passage = cutOff?.has(id)
      ? { components: [], apart: 1 }
      : proxy && passageOf(fleet, components, at, proxy);
    const key = JSON.stringify([up, serving, asked, passage]);
    let seen = known.get(key);
    if (seen === undefined) {
      const way = (operation: 'write' | 'read') => ({
        servedBy: serving,
        asks: asked?.[operation],
        passage,
      });
      seen = {
        write: downtimes.of('write', up, way('write')),
        read: downtimes.of('read', up, way('read')),
      };
      known.set(key, seen);
    }
    return { id, ...seen };
  });
}

function contributionsOf(
  components: readonly Component[],
  parts: Float64Array,
  whole: number,
): Contribution[] {
  return components
    .map(({ kind, name, p }, c) => ({
      kind,
      name,
      unavailability: p,
      share: whole === 0 ? 0 : Math.min(1, parts[c] / whole),
      secondsPerYear: parts[c] * SECONDS_PER_YEAR,
    }))
    .filter(({ unavailability }) => unavailability > 0)
    .sort((a, b) => b.secondsPerYear - a.secondsPerYear);
}

function assumptionsOf(fleet: Fleet, needs: QuorumNeeds, options: AvailabilityOptions): string[] {
  const { machine, rack, zone, region, shared } = fleet.failures;
  const said: string[] = [];
  if ([machine, rack, zone, region].every((figures) => figures === undefined) && shared.length === 0)
    said.push('The file gives no failure figures, so nothing fails.');
  else said.push('Failure domains fail and are repaired independently of each other.');
  if (needs.leader !== undefined) {
    if (needs.leaderOnly || (options.failoverMean ?? null) === null)
      said.push('Nobody takes over from the leader: its outage lasts until it is repaired.');
    else
      said.push(
        'Each loss of the leader interrupts the service for the mean time of a failover; it leads from the same place all year.',
      );
  }
  if (fleet.clients.length > 0)
    said.push('A client that is down with its own place sees no outage; no other client network fails.');
  if (options.asks !== undefined && options.patience !== undefined)
    said.push(
      `A client that asks a replica which is lost asks another after ${formatDuration(options.patience)}; before planned work it is told.`,
    );
  const proxied = fleet.clients.filter(({ proxy }) => proxy !== undefined).map(({ id }) => id);
  if (proxied.length > 0)
    said.push(
      `${proxied.join(', ')} ${proxied.length === 1 ? 'has' : 'have'} no way but the proxy: it is down with the places and shared failures around it, and does not fail by itself.`,
    );
  return said;
}
