import { contactOf } from '../../group/contact.js';
import type { Placement } from '../../group/placement.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { ReplicaTraffic, TrafficState } from '../../result/traffic.js';
import type { Client, Deployment, DomainPath } from '../../topology/deployment.js';
import type { Demand, Demands } from './demand.js';
import { Lanes } from './lanes.js';

/** Who is there, and who leads how many groups. */
export interface Situation {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  /** The region that is lost; null: none. */
  readonly lost: string | null;
  /** Who leads all groups then, and how likely, where several may; null and 1 else. */
  readonly leader: string | null;
  readonly probability: number;
  readonly up: readonly boolean[];
  /** Clients that still ask, with the proxies that still stand. */
  readonly clients: readonly Client[];
  readonly groups: number;
  /** Undefined where the protocol has no leaders. */
  readonly placement: Placement | undefined;
  /** False: what is left contains no quorum, and only reads that a replica answers by itself are served. */
  readonly quorate: boolean;
  readonly reason: string | null;
}

/** One group, or several with the same leader. */
interface Led {
  readonly leader: string | undefined;
  readonly groups: number;
  readonly serves: boolean;
}

/** What goes where: every client's operations spread over the groups, and what the groups send by themselves. */
export function trafficState(situation: Situation, demands: Demands): TrafficState {
  const { deployment, up, clients, groups, lost } = situation;
  const { replicas } = deployment;
  const n = replicas.length;
  const tally = new Tally(deployment, up);
  const operations = new Float64Array(n);
  const led = ledBy(situation);
  const down = new Set(replicas.filter(({ index }) => !up[index]).map(({ id }) => id));
  let offered = 0;
  let served = 0;
  for (const client of clients) {
    for (const kind of ['write', 'read'] as const) {
      const rate = (client.rate ?? 0) * (kind === 'read' ? client.reads : 1 - client.reads);
      if (rate === 0) continue;
      offered += rate;
      for (const { leader, groups: count, serves } of led) {
        const local = kind === 'read' && readsLocally(situation);
        if (!serves && !local) continue;
        const entry = contactOf({ deployment, protocol: situation.protocol, leader, down }, client, kind);
        if (entry === undefined) continue;
        const share = (rate * count) / groups;
        served += share;
        // Who answers by itself does so whoever leads: what leads nothing any more is counted as if it did.
        tally.add(demands.operation(leader ?? counting(situation), entry, kind), share, client);
        if (leader !== undefined && !local) operations[indexOf(deployment, leader)] += share;
      }
    }
  }
  for (const { leader, groups: count, serves } of led) {
    if (serves) tally.addBackground(demands.background(leader), count);
  }
  const leading = situation.placement;
  const leads = leading?.reduce((sum, count) => sum + count, 0) ?? groups;
  return {
    lost,
    leader: situation.leader,
    probability: situation.probability,
    replicas: replicas.map(({ id, at, index }): ReplicaTraffic => {
      return {
        id,
        at: at.join('/'),
        up: up[index],
        leaders: leading === undefined ? null : leading[index],
        share: leading === undefined ? null : leads === 0 ? 0 : leading[index] / leads,
        operations: leading === undefined ? null : operations[index],
        out: tally.out[index],
        in: tally.in[index],
        limit: deployment.network.bandwidth ?? null,
      };
    }),
    lanes: tally.lanes.list(),
    stopped: situation.quorate ? groups - leads : groups,
    reason: situation.reason,
    offered,
    served,
  };
}

function ledBy({ deployment, groups, placement, quorate }: Situation): Led[] {
  if (placement === undefined) return [{ leader: undefined, groups, serves: quorate }];
  const led: Led[] = placement
    .map((count, r) => ({ leader: deployment.replicas[r].id, groups: count, serves: quorate }))
    .filter((some) => some.groups > 0);
  const without = groups - placement.reduce((sum, count) => sum + count, 0);
  return without === 0 ? led : [...led, { leader: undefined, groups: without, serves: false }];
}

/** The leader with which demands are counted that do not depend on it; undefined where the protocol has none. */
function counting({ deployment, placement }: Situation): string | undefined {
  return placement === undefined ? undefined : deployment.replicas[0].id;
}

function readsLocally({ deployment, protocol }: Situation): boolean {
  return (deployment.protocol.reads ?? protocol.traits.reads[0]) === 'local';
}

function indexOf({ replicas }: Deployment, id: string): number {
  return replicas.findIndex((replica) => replica.id === id);
}

/** Bytes per second, by lane and by interface. Nothing goes to or from a replica that is down. */
class Tally {
  readonly out: Float64Array;
  readonly in: Float64Array;
  readonly lanes: Lanes;
  private readonly places: readonly DomainPath[];

  constructor(
    deployment: Deployment,
    private readonly up: readonly boolean[],
  ) {
    this.lanes = new Lanes(deployment.network);
    this.places = deployment.replicas.map(({ at }) => at);
    this.out = new Float64Array(this.places.length);
    this.in = new Float64Array(this.places.length);
  }

  add(demand: Demand, perSecond: number, { at, proxy }: Client): void {
    this.addBackground(demand.links, perSecond);
    const towards = proxy === undefined ? [at] : [at, proxy];
    const back = [...towards].reverse();
    for (const [r, place] of this.places.entries()) {
      if (!this.up[r]) continue;
      const request = demand.fromClient[r] * perSecond;
      const answer = demand.toClient[r] * perSecond;
      this.in[r] += request;
      this.out[r] += answer;
      if (request > 0) this.lanes.add([...towards, place], request);
      if (answer > 0) this.lanes.add([place, ...back], answer);
    }
  }

  addBackground(links: Float64Array, times: number): void {
    const { places, up } = this;
    const n = places.length;
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++) {
        const bytes = links[from * n + to] * times;
        if (bytes === 0 || !up[from] || !up[to]) continue;
        this.out[from] += bytes;
        this.in[to] += bytes;
        this.lanes.add([places[from], places[to]], bytes);
      }
    }
  }
}
