import type { Distribution } from '../distribution/distribution.js';
import { randomStream, type Uniform } from '../distribution/random.js';
import { clientWay } from '../topology/client-way.js';
import type { Deployment, Link } from '../topology/deployment.js';

/** Linux: a retransmission timeout is the smoothed round trip plus at least this (ms), and at most TCP_RTO_MAX. */
const RTO_SLACK = 200;
const RTO_MAX = 120_000;
/** A SYN that is lost is sent again after this (ms): there is no round trip to go by yet (RFC 6298 §2.1). */
const FIRST_RTO = 1000;
/** Linux gives a connection up after this many retransmissions of one segment (net.ipv4.tcp_retries2). */
const RETRANSMISSIONS = 15;

/**
 * Every one-way link between two replicas, and between a client and a replica. Ends are numbered: replicas first
 * (in file order), then clients; link from → to is `from · ends + to`.
 *
 * Delays are drawn per message. Loss costs what it costs TCP: the message is sent again after SRTT + 200 ms, and
 * after twice that, and so on (RFC 6298; 200 ms is Linux's floor), and what comes behind it on the connection
 * waits. The FIFO order itself is kept by whoever owns the connection (`arrival` with its floor).
 */
export class Network {
  readonly ends: number;
  /** Per link: the end that it leads to, and the one that it comes from. */
  readonly to: Int32Array;
  readonly from: Int32Array;
  /** Per link: goes up when the connection breaks; what was sent in an earlier epoch is lost. */
  readonly epoch: Int32Array;
  /** Per link: for how many reasons (a cut, a crashed end) nothing passes now. */
  readonly blocked: Int32Array;
  /** Per link, what slow-link faults do: delay · factor + extra (ms). */
  readonly factor: Float64Array;
  readonly extra: Float64Array;
  /** Per link between replicas: nothing may arrive before this (ms), the time of the latest message ahead. */
  readonly floor: Float64Array;

  private readonly delays: readonly (Distribution | undefined)[];
  /** Per link of a client with a proxy: the leg between proxy and replica; `delays` and `timeouts` have the other. */
  private readonly far: readonly (Distribution | undefined)[];
  private readonly farTimeouts: Float64Array;
  private readonly uniforms: readonly Uniform[];
  private readonly losses: readonly Uniform[];
  private readonly timeouts: Float64Array;
  private readonly loss: number;

  /** @param stream where what is random of the link of this name comes from; streams of their own where absent. */
  constructor(
    private readonly deployment: Deployment,
    seed: number,
    stream: (name: string) => Uniform = (name) => randomStream(seed, name),
  ) {
    const routes = routesOf(deployment);
    const { ends } = routes;
    const links = ends * ends;
    this.ends = ends;
    this.to = routes.to;
    this.from = routes.from;
    this.delays = routes.delays;
    this.far = routes.far;
    this.timeouts = routes.timeouts;
    this.farTimeouts = routes.farTimeouts;
    this.epoch = new Int32Array(links);
    this.blocked = new Int32Array(links);
    this.factor = new Float64Array(links).fill(1);
    this.extra = new Float64Array(links);
    this.floor = new Float64Array(links);
    this.loss = deployment.network.loss;
    this.uniforms = routes.names.map((name) => (name === undefined ? unused : stream(`link:${name}`)));
    this.losses =
      this.loss > 0 ? routes.names.map((name) => (name === undefined ? unused : stream(`loss:${name}`))) : [];
  }

  /** As it was at first: nothing is blocked, slow or on its way. Streams go on. */
  clear(): void {
    this.epoch.fill(0);
    this.blocked.fill(0);
    this.factor.fill(1);
    this.extra.fill(0);
    this.floor.fill(0);
  }

  /** Name of an end, for streams, traces and messages. */
  nameOf(end: number): string {
    return nameOf(this.deployment, end);
  }

  /** When a handshake that begins now on the client's leg of a link is done: there and back once (ms). */
  handshake(link: number, back: number, now: number): number {
    const round = this.round(link, back, now);
    if (this.loss === 0) return round;
    return round + this.waited(link, FIRST_RTO, 1 - (1 - this.loss) ** 2);
  }

  /** When so many windows, sent one after the other on the client's leg of a link, are acknowledged (ms). */
  windows(link: number, back: number, count: number, now: number): number {
    let at = now;
    for (let i = 0; i < count; i++) {
      at = this.round(link, back, at);
      if (this.loss > 0) at += this.waited(link, this.timeouts[link], this.loss);
    }
    return at;
  }

  private round(link: number, back: number, now: number): number {
    if (this.blocked[link] !== 0 || this.blocked[back] !== 0) return Number.POSITIVE_INFINITY;
    return now + this.drawn(link) + this.drawn(back);
  }

  private drawn(link: number): number {
    const delay = this.delays[link] as Distribution;
    return delay.draw(this.uniforms[link]) * this.factor[link] + this.extra[link];
  }

  /** When a message sent now would arrive if nothing were ahead of it (ms); Infinity where it is lost permanently. */
  transit(link: number, now: number): number {
    if (this.blocked[link] !== 0) return Number.POSITIVE_INFINITY;
    const drawn = this.drawn(link);
    const far = this.far[link];
    const behind = far === undefined ? 0 : far.draw(this.uniforms[link]) * this.factor[link];
    if (this.loss === 0) return now + drawn + behind;
    const lost = this.waited(link, this.timeouts[link], this.loss);
    const lostBehind = far === undefined ? 0 : this.waited(link, this.farTimeouts[link], this.loss);
    return now + drawn + behind + lost + lostBehind;
  }

  /** Stops a link, and loses what is on its way. Ends with `unblock`; reasons count. */
  block(link: number): void {
    this.blocked[link]++;
    this.epoch[link]++;
    this.floor[link] = 0;
  }

  unblock(link: number): void {
    this.blocked[link]--;
  }

  /** How long losses hold up what is sent again after `first` ms, after twice that, and so on. */
  private waited(link: number, first: number, loss: number): number {
    const uniform = this.losses[link];
    let waited = 0;
    let timeout = first;
    for (let lost = 0; uniform() < loss; lost++) {
      if (lost === RETRANSMISSIONS) return Number.POSITIVE_INFINITY;
      waited += timeout;
      timeout = Math.min(RTO_MAX, 2 * timeout);
    }
    return waited;
  }
}

function timeoutOf({ rtt }: Link): number {
  return Math.min(RTO_MAX, (Number.isFinite(rtt.mean) ? rtt.mean : 0) + RTO_SLACK);
}

const unused: Uniform = () => 0;

/** What does not change of a deployment's links, by link: where it leads, its laws, and its name where it is used. */
interface Routes {
  readonly ends: number;
  readonly to: Int32Array;
  readonly from: Int32Array;
  readonly names: readonly (string | undefined)[];
  readonly delays: readonly (Distribution | undefined)[];
  readonly timeouts: Float64Array;
  readonly far: readonly (Distribution | undefined)[];
  readonly farTimeouts: Float64Array;
}

/** Worlds of one deployment are made by the hundred. */
const known = new WeakMap<Deployment, Routes>();

function routesOf(deployment: Deployment): Routes {
  let routes = known.get(deployment);
  if (routes === undefined) {
    routes = makeRoutes(deployment);
    known.set(deployment, routes);
  }
  return routes;
}

function makeRoutes(deployment: Deployment): Routes {
  const n = deployment.replicas.length;
  const ends = n + deployment.clients.length;
  const links = ends * ends;
  const to = new Int32Array(links);
  const from = new Int32Array(links);
  const names: (string | undefined)[] = new Array(links).fill(undefined);
  const delays: (Distribution | undefined)[] = new Array(links).fill(undefined);
  const far: (Distribution | undefined)[] = new Array(links).fill(undefined);
  const timeouts = new Float64Array(links);
  const farTimeouts = new Float64Array(links);
  for (let a = 0; a < ends; a++) {
    for (let b = 0; b < ends; b++) {
      const link = a * ends + b;
      from[link] = a;
      to[link] = b;
      // Clients do not talk to one another, and nobody to itself.
      if (a === b || (a >= n && b >= n)) continue;
      names[link] = `${nameOf(deployment, a)}>${nameOf(deployment, b)}`;
      const [near, behind] = legs(deployment, a, b);
      delays[link] = near.oneWay;
      timeouts[link] = timeoutOf(near);
      if (behind === undefined) continue;
      far[link] = behind.oneWay;
      farTimeouts[link] = timeoutOf(behind);
    }
  }
  return { ends, to, from, names, delays, timeouts, far, farTimeouts };
}

function nameOf({ replicas, clients }: Deployment, end: number): string {
  return end < replicas.length ? replicas[end].id : clients[end - replicas.length].id;
}

/** The leg at whose end a client stands, or the whole way; and the leg behind its proxy, where it has one. */
function legs(
  { replicas, clients, network }: Deployment,
  a: number,
  b: number,
): readonly [Link, Link | undefined] {
  const n = replicas.length;
  if (a < n && b < n) return [network.link(replicas[a].at, replicas[b].at), undefined];
  const toReplica = b < n;
  const way = clientWay(network, clients[(toReplica ? a : b) - n], replicas[toReplica ? b : a].at);
  return toReplica ? [way.near.there, way.far?.there] : [way.near.back, way.far?.back];
}
