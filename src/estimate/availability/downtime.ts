import { member } from '../../quorum/expression.js';
import { fromExpression, threshold, weighted } from '../../quorum/shapes.js';
import type { QuorumSystem } from '../../quorum/system.js';
import type { Component, Fleet } from './components.js';
import type { Laws } from './laws.js';
import type { Loss } from './loss-law.js';
import type { AvailabilityOptions, QuorumNeeds } from './needs.js';
import type { Passage } from './passage.js';

/** A year of 365 days, as in the units of topology files (s). */
export const SECONDS_PER_YEAR = 365 * 24 * 3600;

/** Seconds of a year in which an operation does not go on, by cause; no second is counted twice. */
export interface Downtime {
  /** No quorum is up. */
  readonly quorumLoss: number;
  /** A quorum is up, but the leader was lost and the one that can take its place has not yet. */
  readonly failover: number;
  /** What planned work adds: handing over, and quorums that are lost more easily while a machine is away. */
  readonly maintenance: number;
  /**
   * The service goes on, but not for this client: no replica that can serve it is up, or its proxy is down, or it has not
   * yet given up a replica that is lost.
   */
  readonly cutOff: number;
  /** At most a year. */
  readonly total: number;
}

export interface OperationAvailability {
  /** Share of the time in which the operation goes on, all causes taken off, 0…1. */
  readonly availability: number;
  readonly quorumLossProbability: number;
  /** 95 % interval of quorumLossProbability; null where it is exact. */
  readonly interval: readonly [number, number] | null;
  /** Seconds a year. */
  readonly downtimePerYear: Downtime;
}

export type Operation = 'write' | 'read';

/** How a client gets at the service; what is left out stands in nobody's way. */
export interface Way {
  /** The replicas that can serve it. */
  readonly servedBy?: readonly string[] | undefined;
  /** The replica that it asks as long as that answers. */
  readonly asks?: string | undefined;
  /** What must be up for its proxy to be. */
  readonly passage?: Passage | undefined;
}

/** Works out the downtime of the service and of each client. */
export class Downtimes {
  private readonly ids: readonly string[];
  private readonly leading: QuorumSystem | undefined;
  private readonly serving = new Map<string, QuorumSystem>();

  constructor(
    private readonly fleet: Fleet,
    private readonly components: readonly Component[],
    private readonly needs: QuorumNeeds,
    private readonly options: AvailabilityOptions,
    private readonly laws: Laws,
  ) {
    this.ids = fleet.replicas.map(({ id }) => id);
    const { leader } = needs;
    this.leading = leader === undefined ? undefined : fromExpression(this.ids, member(leader));
  }

  /** Everything that must hold when nobody hands over: the leader too, where no other takes its place. */
  systems(operation: Operation): readonly QuorumSystem[] {
    const leading = this.stuck(operation) ? this.leading : undefined;
    return leading === undefined ? this.needs[operation] : [...this.needs[operation], leading];
  }

  /** Given that the components `up` are up; `way`: how a client gets there. */
  of(operation: Operation, up: readonly number[], way: Way = {}): OperationAvailability {
    const { laws } = this;
    const { servedBy, asks, passage } = way;
    const served = servedBy === undefined ? [] : [this.servedBy(servedBy)];
    const quorum = laws.of(this.needs[operation]).given(up);
    const led = laws.of(this.systems(operation)).given(up);
    const reached = laws.of([...this.systems(operation), ...served]).given(up);
    const losses = {
      quorumLoss: quorum.probability,
      failover: this.stuck(operation)
        ? Math.max(0, led.probability - quorum.probability)
        : this.interrupted(operation, up) * (1 - quorum.probability),
      maintenance: this.maintenance(operation, reached, () =>
        laws.of([...this.needs[operation], ...served]).given(up),
      ),
      cutOff:
        Math.max(0, reached.probability - led.probability) +
        (passage === undefined ? 0 : this.passageDown(operation, up, served, reached, passage)) +
        (asks === undefined ? 0 : this.waiting(operation, up, asks) * (1 - quorum.probability)),
    };
    const total = Math.min(1, losses.quorumLoss + losses.failover + losses.maintenance + losses.cutOff);
    return {
      availability: 1 - total,
      quorumLossProbability: quorum.probability,
      interval: quorum.interval ?? null,
      downtimePerYear: {
        quorumLoss: losses.quorumLoss * SECONDS_PER_YEAR,
        failover: losses.failover * SECONDS_PER_YEAR,
        maintenance: losses.maintenance * SECONDS_PER_YEAR,
        cutOff: losses.cutOff * SECONDS_PER_YEAR,
        total: total * SECONDS_PER_YEAR,
      },
    };
  }

  /**
   * Share of the time in which the operation is interrupted by losses that are got over: the rate of each component's failures
   * times the longest interruption of the replicas that it takes, those that are `up` for certain left out.
   */
  private interrupted(operation: Operation, up: readonly number[]): number {
    const interrupting = this.interrupting(operation);
    const heldUp = operation === 'read' ? this.options.readsHeldUp : undefined;
    let share = 0;
    for (const [c, { covers, mtbf, p }] of this.components.entries()) {
      if (up.includes(c) || !this.survived(operation, covers)) continue;
      const repair = p === 0 ? 0 : (p / (1 - p)) * mtbf;
      const means = this.ids.map((id, i) => {
        if (((covers >>> i) & 1) === 0) return 0;
        return (
          ((interrupting >>> i) & 1 ? this.interruption(operation, i, repair) : 0) + (heldUp?.get(id) ?? 0)
        );
      });
      share += Math.max(...means) / mtbf;
    }
    return share;
  }

  /** Does the operation go on without these, all others being up? If not, all their time down is loss of the quorum. */
  private survived(operation: Operation, covers: number): boolean {
    return this.needs[operation].every((system) => system.contains(~covers));
  }

  /** Mean interruption by the loss of one replica (ms): until it is got over, or where it never is, until the `repair`. */
  private interruption(operation: Operation, replica: number, repair: number): number {
    const { interruptions, readInterruptions, neverOver, failoverMean } = this.options;
    const id = this.ids[replica];
    const own = operation === 'read' ? readInterruptions?.get(id) : undefined;
    const never = neverOver?.get(id) ?? 0;
    return (1 - never) * (own ?? interruptions?.get(id) ?? failoverMean ?? 0) + never * repair;
  }

  /**
   * Share of the time in which a client waits for the replica that it asks, which is lost, while the service goes on: the
   * rate of such losses times what is left of its patience when the service is back, if it was interrupted at all.
   */
  private waiting(operation: Operation, up: readonly number[], asked: string): number {
    const { patience = 0, failoverMean, perceivedMean, readInterruptions } = this.options;
    if (this.stuck(operation) && asked === this.needs.leader) return 0;
    const ownRead = operation === 'read' ? readInterruptions?.get(asked) : undefined;
    const afterwards = Math.max(
      0,
      ownRead === undefined ? (perceivedMean ?? 0) - (failoverMean ?? 0) : patience - ownRead,
    );
    const own = 1 << this.ids.indexOf(asked);
    const interrupting = this.interrupting(operation);
    let share = 0;
    for (const [c, { covers, mtbf }] of this.components.entries()) {
      if ((covers & own) === 0 || up.includes(c) || !this.survived(operation, covers)) continue;
      share += ((covers & interrupting) === 0 ? patience : afterwards) / mtbf;
    }
    return share;
  }

  /** P(the service is there for the client but for its proxy, which is down). */
  private passageDown(
    operation: Operation,
    up: readonly number[],
    served: readonly QuorumSystem[],
    reached: Loss,
    { components, apart }: Passage,
  ): number {
    let passes = 1 - apart;
    for (const c of components) passes *= 1 - this.components[c].p;
    const open = this.laws
      .of([...this.systems(operation), ...served])
      .given([...new Set([...up, ...components])]);
    return Math.max(0, 1 - reached.probability - passes * (1 - open.probability));
  }

  /** Bit i: the loss of replica i interrupts the operation until a failover is over. */
  private interrupting(operation: Operation): number {
    if (!this.interrupts(operation)) return 0;
    if (this.needs.anyLossInterrupts !== true) return 1 << this.ids.indexOf(this.needs.leader ?? '');
    const { neverOver } = this.options;
    const takesTime = (id: string, i: number): boolean =>
      (neverOver?.get(id) ?? 0) > 0 || this.interruption(operation, i, 0) > 0;
    return this.ids.reduce((mask, id, i) => (takesTime(id, i) ? mask | (1 << i) : mask), 0);
  }

  private leads(operation: Operation): boolean {
    const { leader, readsNeedLeader } = this.needs;
    return leader !== undefined && (operation === 'write' || readsNeedLeader !== false);
  }

  /** Does a loss that a failover gets over interrupt the operation? */
  private interrupts(operation: Operation): boolean {
    const { anyLossInterrupts, readsNeedLeader } = this.needs;
    if (anyLossInterrupts !== true) return this.leads(operation);
    return operation === 'write' || readsNeedLeader !== false;
  }

  /** Does the operation wait for the leader's repair? */
  private stuck(operation: Operation): boolean {
    return (
      this.leads(operation) &&
      (this.needs.leaderOnly === true || (this.options.failoverMean ?? null) === null)
    );
  }

  /** Time of an interruption when the leader hands over as planned; undefined where it does not. */
  private get handover(): number | undefined {
    if (this.needs.leaderOnly) return undefined;
    return this.options.handoverMean ?? this.options.failoverMean ?? undefined;
  }

  private maintenance(operation: Operation, loss: Loss, withoutLeader: () => Loss): number {
    const { maintenance } = this.fleet;
    if (maintenance === undefined) return 0;
    const { every, lasts } = maintenance;
    // Each machine has its turn once in `every`.
    const handover = this.interrupts(operation) ? this.handover : undefined;
    const handovers =
      this.needs.anyLossInterrupts === true
        ? this.ids.reduce(
            (sum, _, i) => sum + (this.options.handoverMean ?? this.interruption(operation, i, 0)),
            0,
          )
        : (handover ?? 0);
    const away = loss.whenAway();
    let more = 0;
    for (const probability of away) more += probability - loss.probability;
    if (this.stuck(operation) && handover !== undefined) {
      // The leader has handed over: what is at stake while it is away is the quorum.
      const leader = this.ids.indexOf(this.needs.leader ?? '');
      const free = withoutLeader();
      more += free.whenAway()[leader] - free.probability - (away[leader] - loss.probability);
    }
    return ((handover === undefined ? 0 : handovers) + lasts * Math.max(0, more)) / every;
  }

  private servedBy(replicas: readonly string[]): QuorumSystem {
    const key = [...replicas].sort().join(' ');
    let system = this.serving.get(key);
    if (system === undefined) {
      const weights = Object.fromEntries(this.ids.map((id) => [id, replicas.includes(id) ? 1 : 0]));
      system = replicas.length === this.ids.length ? threshold(this.ids, 1) : weighted(this.ids, weights, 1);
      this.serving.set(key, system);
    }
    return system;
  }
}
