import type { Order } from '../protocol/contract/machine.js';
import type { Deployment } from '../topology/deployment.js';
import type { Checks } from './checks/checks.js';
import type { Fault } from './fault.js';
import type { Host } from './host.js';
import type { Network } from './network.js';
import type { Transport } from './transport.js';

/** What faults act on. */
export interface FaultTargets {
  readonly deployment: Deployment;
  readonly hosts: readonly Host[];
  readonly network: Network;
  readonly transport: Transport;
  readonly safety: Checks;
  /** The replica does nothing until then (ms of simulated time). */
  pause(replica: number, until: number): void;
}

interface Entry {
  readonly at: number;
  readonly fault: Fault;
  readonly begins: boolean;
  /** Position in the list of faults. */
  readonly which: number;
}

/**
 * The faults of a run, as moments at which one begins or ends. Moments at one time happen in the order given; a crash
 * of a replica that is down, and a restart of one that is up, do nothing.
 */
export class Timeline {
  readonly entries: readonly Entry[];
  happened = 0;
  /** Durable writes that crashes lost. */
  lostWrites = 0;
  /** Of each fault: has it changed anything, when it began or when it ended? */
  readonly changed: boolean[];
  /** Positions of the faults that slow something down now. */
  private readonly slow = new Set<number>();
  private readonly ends: ReadonlyMap<string, number>;
  private readonly replicas: ReadonlyMap<string, number>;

  /** @throws RangeError for an id that the deployment does not know, or a time that makes no sense. */
  constructor(
    private readonly faults: readonly Fault[],
    private readonly targets: FaultTargets,
  ) {
    const { replicas, clients } = targets.deployment;
    this.replicas = new Map(replicas.map(({ id, index }) => [id, index]));
    this.ends = new Map([
      ...clients.map(({ id, index }) => [id, replicas.length + index] as const),
      ...this.replicas,
    ]);
    this.changed = faults.map(() => false);
    const entries: Entry[] = [];
    faults.forEach((fault, which) => {
      this.check(fault);
      entries.push({ at: fault.at, fault, begins: true, which });
      const until = 'until' in fault ? fault.until : undefined;
      if (until !== undefined) entries.push({ at: until, fault, begins: false, which });
    });
    this.entries = entries.sort((a, b) => a.at - b.at);
  }

  /** The moment of this number comes: now, in ms of simulated time. */
  happen(number: number, now: number): void {
    this.happened++;
    const { fault, which } = this.entries[number];
    if (this.changes(this.entries[number], now)) this.changed[which] = true;
    // What is slow now is computed afresh from all that lasts.
    if (fault.kind === 'slow-link' || fault.kind === 'slow-disk') this.slowDown();
  }

  /** @returns is anything otherwise than before? */
  private changes({ fault, begins, which }: Entry, now: number): boolean {
    switch (fault.kind) {
      case 'crash':
        return some(fault.replicas, (id) =>
          begins ? this.crash(this.replica(id)) : this.restart(this.replica(id)),
        );
      case 'restart':
        return some(fault.replicas, (id) => this.restart(this.replica(id)));
      case 'promote':
      case 'remove':
      case 'add':
        return some(fault.replicas, (id) => this.order(fault.kind, this.replica(id)));
      case 'partition': {
        const { groups } = fault;
        for (const from of groups) for (const to of groups) if (from !== to) this.cut(from, to, begins);
        return true;
      }
      case 'cut':
        this.cut(fault.from, fault.to, begins);
        return true;
      case 'pause':
        // It ends by itself.
        if (!begins) return false;
        return some(fault.replicas, (id) => {
          const replica = this.replica(id);
          this.targets.pause(replica, now + fault.until - fault.at);
          return this.targets.hosts[replica].up;
        });
      case 'slow-link':
      case 'slow-disk':
        if (begins) this.slow.add(which);
        else this.slow.delete(which);
        return true;
    }
  }

  private crash(replica: number): boolean {
    const { hosts, network } = this.targets;
    const host = hosts[replica];
    if (!host.up) return false;
    this.lostWrites += host.crash();
    // What is on its way to it is lost, and what is sent to it from now on.
    for (let from = 0; from < network.ends; from++) this.block(from * network.ends + replica, true);
    return true;
  }

  private restart(replica: number): boolean {
    const { hosts, network, safety } = this.targets;
    const host = hosts[replica];
    if (host.up) return false;
    for (let from = 0; from < network.ends; from++) this.block(from * network.ends + replica, false);
    safety.restart(replica);
    host.restart();
    return true;
  }

  /** An operator's order reaches whom it is for at once, if up: it comes by another way than the replicas' network. */
  private order(type: Order['type'], replica: number): boolean {
    return some(this.targets.hosts, (host) => {
      if (!host.up || (type === 'promote' && host.self !== replica)) return false;
      return host.machine.order?.(type === 'promote' ? { type } : { type, replica }, host) ?? false;
    });
  }

  private cut(from: readonly string[], to: readonly string[], begins: boolean): void {
    const { network } = this.targets;
    for (const a of from) {
      for (const b of to) this.block(this.end(a) * network.ends + this.end(b), begins);
    }
  }

  private block(link: number, begins: boolean): void {
    const { network, transport } = this.targets;
    if (begins) {
      network.block(link);
      transport.reset(link);
    } else {
      network.unblock(link);
    }
  }

  /** Slowness is computed afresh from what is slow now: factors multiply, extras add. */
  private slowDown(): void {
    const { hosts, network } = this.targets;
    network.factor.fill(1);
    network.extra.fill(0);
    for (const host of hosts) host.disk.factor = 1;
    for (const which of this.slow) {
      const fault = this.faults[which];
      if (fault.kind === 'slow-disk') {
        for (const id of fault.replicas) hosts[this.replica(id)].disk.factor *= fault.factor;
      } else if (fault.kind === 'slow-link') {
        for (const link of this.bothWays(fault.between)) {
          network.factor[link] *= fault.factor;
          network.extra[link] += fault.extra;
        }
      }
    }
  }

  private bothWays([some, others]: readonly [readonly string[], readonly string[]]): Set<number> {
    const { ends } = this.targets.network;
    const links = new Set<number>();
    for (const a of some) {
      for (const b of others) {
        links.add(this.end(a) * ends + this.end(b));
        links.add(this.end(b) * ends + this.end(a));
      }
    }
    return links;
  }

  private replica(id: string): number {
    const index = this.replicas.get(id);
    if (index === undefined) throw new RangeError(`a fault names '${id}', which is no replica`);
    return index;
  }

  private end(id: string): number {
    const end = this.ends.get(id);
    if (end === undefined) throw new RangeError(`a fault names '${id}', which is no replica and no client`);
    return end;
  }

  private check(fault: Fault): void {
    const until = 'until' in fault ? fault.until : undefined;
    if (!(fault.at >= 0 && fault.at < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a fault begins at ${fault.at} ms; a time is finite and at least 0`);
    }
    if (until !== undefined && !(until > fault.at && until < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a fault lasts from ${fault.at} to ${until} ms; it has to end after it begins`);
    }
    switch (fault.kind) {
      case 'crash':
      case 'restart':
      case 'promote':
      case 'remove':
      case 'add':
      case 'pause':
      case 'slow-disk':
        for (const id of fault.replicas) this.replica(id);
        break;
      case 'partition':
        for (const id of fault.groups.flat()) this.end(id);
        break;
      case 'cut':
        for (const id of [...fault.from, ...fault.to]) this.end(id);
        break;
      case 'slow-link':
        for (const id of fault.between.flat()) this.end(id);
    }
  }
}

/** Does it for all of them. @returns has it changed anything for one? */
function some<Item>(items: readonly Item[], change: (item: Item) => boolean): boolean {
  let changed = false;
  for (const item of items) if (change(item)) changed = true;
  return changed;
}
