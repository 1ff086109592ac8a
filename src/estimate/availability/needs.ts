import { diagramOf } from '../../quorum/diagram-system.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { type Fleet, unavailability } from './components.js';

/** What must be up for operations to go on. A protocol says it of itself. */
export interface QuorumNeeds {
  /**
   * Quorum systems over the replicas, in the deployment's order, that must all have a quorum for writes to go on: the
   * phase-2 system, and where a leader is elected the phase-1 system too. Where an operator may go on with any one
   * copy (primary/backup), that is `threshold(members, 1)`.
   */
  readonly write: readonly QuorumSystem[];
  /** The same for reads. */
  readonly read: readonly QuorumSystem[];
  /** The replica that leads and whose loss interrupts the service; undefined where none does. */
  readonly leader?: string | undefined;
  /** Do reads go through the leader? True where left out. */
  readonly readsNeedLeader?: boolean | undefined;
  /** The loss of any replica interrupts the service for the time of a failover: each is waited for by all. */
  readonly anyLossInterrupts?: boolean | undefined;
  /** No other replica ever takes the leader's place: while it is down, nothing goes on. */
  readonly leaderOnly?: boolean | undefined;
}

export interface AvailabilityOptions {
  /**
   * Mean time from the loss of the leader until another serves (ms): detection and election, or the operator's
   * reaction. Null or left out: nobody takes over, and the outage lasts until the leader is back.
   */
  readonly failoverMean?: number | null | undefined;
  /** The same for each replica whose loss interrupts the service, by id (ms); `failoverMean` for those that are not named. */
  readonly interruptions?: ReadonlyMap<string, number> | undefined;
  /** For each replica, the share of its losses that nobody gets over before it is repaired; none where left out. */
  readonly neverOver?: ReadonlyMap<string, number> | undefined;
  /**
   * For each replica, how long its loss holds up an average read besides (ms): the mean wait of those that depend on what it
   * left unfinished, times their share.
   */
  readonly readsHeldUp?: ReadonlyMap<string, number> | undefined;
  /** The same of reads, where they are interrupted for another time than writes. Left out: as `interruptions`. */
  readonly readInterruptions?: ReadonlyMap<string, number> | undefined;
  /** Mean interruption when the leader hands over before its maintenance (ms). Left out: like a failover. */
  readonly handoverMean?: number | null | undefined;
  /**
   * For a client's id, the replicas that can serve it: it is cut off while none of them is up. A client that is not
   * named can turn to any.
   */
  readonly servedBy?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Replicas that are down all the while: figures are of what is left. */
  readonly down?: ReadonlySet<string> | undefined;
  /** Clients that nothing serves all the while, though they are there. */
  readonly cutOff?: ReadonlySet<string> | undefined;
  /** For a client's id, the replicas that it asks first; a client that is not named waits for none that is lost. */
  readonly asks?: ReadonlyMap<string, Asked> | undefined;
  /** How long a client waits for a replica that is lost before it asks another (ms). Left out: not at all. */
  readonly patience?: number | undefined;
  /** Mean of the same where the loss interrupts the service as well: until both are over (ms). Left out: `failoverMean`. */
  readonly perceivedMean?: number | undefined;
  /** Only sampling draws. Default 1. */
  readonly seed?: number | undefined;
  /** States drawn where sampling is due. Default 262,144. */
  readonly samples?: number | undefined;
  /** States of a decision diagram up to which the calculation is exact. Default 262,144. */
  readonly exactLimit?: number | undefined;
}

/** The replica that a client's writes, and its reads, go to as long as it answers. */
export interface Asked {
  readonly write: string;
  readonly read: string;
}

/** Throws a RangeError for a system over other replicas, an unknown leader, client or replica, or a time below 0. */
export function checkNeeds(fleet: Fleet, needs: QuorumNeeds, options: AvailabilityOptions): void {
  const ids = fleet.replicas.map(({ id }) => id);
  if (fleet.replicas.some(({ index }, i) => index !== i))
    throw new RangeError('replicas must be numbered in order');
  for (const operation of ['write', 'read'] as const) {
    const systems = needs[operation];
    if (systems.length === 0) throw new RangeError(`needs.${operation} names no quorum system`);
    for (const system of systems) {
      const { members } = system;
      if (members.length !== ids.length || members.some((id, i) => id !== ids[i]))
        throw new RangeError(`a system of needs.${operation} is not over the replicas of the deployment`);
      diagramOf(system);
    }
  }
  if (needs.leader !== undefined) checkReplica(ids, needs.leader);
  else if (needs.leaderOnly === true)
    throw new RangeError('needs.leaderOnly is set, but there is no needs.leader');
  const { machine, rack, zone, region, shared } = fleet.failures;
  for (const figures of [machine, rack, zone, region, ...shared])
    if (figures !== undefined) unavailability(figures);
  checkOptions(fleet, ids, options);
}

function checkOptions(fleet: Fleet, ids: readonly string[], options: AvailabilityOptions): void {
  for (const name of ['failoverMean', 'handoverMean', 'patience', 'perceivedMean'] as const)
    checkTime(name, options[name] ?? 0);
  for (const name of ['samples', 'exactLimit'] as const) {
    const value = options[name] ?? 1;
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`${name} is ${value}: expected a whole number above 0`);
  }
  for (const [client, serving] of options.servedBy ?? []) {
    if (!fleet.clients.some(({ id }) => id === client)) throw new RangeError(`'${client}' is no client`);
    if (serving.length === 0) throw new RangeError(`no replica can serve ${client}`);
    for (const id of serving) checkReplica(ids, id);
  }
  for (const [id, mean] of options.interruptions ?? []) {
    checkReplica(ids, id);
    checkTime(`interruptions of ${id}`, mean);
  }
  for (const [id, mean] of options.readsHeldUp ?? []) {
    checkReplica(ids, id);
    checkTime(`readsHeldUp by ${id}`, mean);
  }
  for (const id of options.down ?? []) checkReplica(ids, id);
  for (const { write, read } of options.asks?.values() ?? [])
    for (const id of [write, read]) checkReplica(ids, id);
  if (fleet.maintenance !== undefined) {
    const { every, lasts } = fleet.maintenance;
    if (!(lasts > 0 && every < Number.POSITIVE_INFINITY && lasts * ids.length <= every))
      throw new RangeError(
        `maintenance of ${ids.length} machines, ${lasts} ms each, must fit into ${every} ms`,
      );
  }
}

export function checkReplica(ids: readonly string[], id: string): void {
  if (!ids.includes(id)) throw new RangeError(`'${id}' is no replica`);
}

/** Throws a RangeError unless the time is finite and 0 or more. */
export function checkTime(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`${name} is ${value}: expected a time of 0 or more, in ms`);
}
