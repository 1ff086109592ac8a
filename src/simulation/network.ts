import type { Distribution } from '../distribution/distribution.js';
import { randomStream, type Uniform } from '../distribution/random.js';
import type { Deployment } from '../topology/deployment.js';

/** Linux: a retransmission timeout is the smoothed round trip plus at least this (ms), and at most TCP_RTO_MAX. */
const RTO_SLACK = 200;
const RTO_MAX = 120_000;
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

  private readonly delays: (Distribution | undefined)[];
  private readonly uniforms: Uniform[];
  private readonly losses: Uniform[];
  private readonly timeouts: Float64Array;
  private readonly loss: number;

  constructor(
    private readonly deployment: Deployment,
    seed: number,
  ) {
    const { replicas, clients, network } = deployment;
    const n = replicas.length;
    this.ends = n + clients.length;
    const links = this.ends * this.ends;
    this.to = new Int32Array(links);
    this.from = new Int32Array(links);
    this.epoch = new Int32Array(links);
    this.blocked = new Int32Array(links);
    this.factor = new Float64Array(links).fill(1);
    this.extra = new Float64Array(links);
    this.floor = new Float64Array(links);
    this.timeouts = new Float64Array(links);
    this.loss = network.loss;
    this.delays = [];
    this.uniforms = [];
    this.losses = [];
    for (let a = 0; a < this.ends; a++) {
      for (let b = 0; b < this.ends; b++) {
        const link = a * this.ends + b;
        this.from[link] = a;
        this.to[link] = b;
        // Clients do not talk to one another, and nobody to itself.
        const used = a !== b && (a < n || b < n);
        const name = `${this.nameOf(a)}>${this.nameOf(b)}`;
        this.uniforms.push(used ? randomStream(seed, `link:${name}`) : unused);
        this.losses.push(used && this.loss > 0 ? randomStream(seed, `loss:${name}`) : unused);
        if (!used) {
          this.delays.push(undefined);
          continue;
        }
        const { oneWay, rtt } = network.link(this.placeOf(a), this.placeOf(b));
        this.delays.push(oneWay);
        this.timeouts[link] = Math.min(RTO_MAX, (Number.isFinite(rtt.mean) ? rtt.mean : 0) + RTO_SLACK);
      }
    }
  }

  /** Name of an end, for streams, traces and messages. */
  nameOf(end: number): string {
    const { replicas, clients } = this.deployment;
    return end < replicas.length ? replicas[end].id : clients[end - replicas.length].id;
  }

  private placeOf(end: number): readonly string[] {
    const { replicas, clients } = this.deployment;
    return end < replicas.length ? replicas[end].at : clients[end - replicas.length].at;
  }

  /** When a message sent now would arrive if nothing were ahead of it (ms); Infinity where it is lost for good. */
  transit(link: number, now: number): number {
    if (this.blocked[link] !== 0) return Number.POSITIVE_INFINITY;
    const delay = this.delays[link] as Distribution;
    const drawn = delay.draw(this.uniforms[link]) * this.factor[link] + this.extra[link];
    return now + (this.loss > 0 ? drawn + this.retransmission(link) : drawn);
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

  private retransmission(link: number): number {
    const uniform = this.losses[link];
    let waited = 0;
    let timeout = this.timeouts[link];
    for (let lost = 0; uniform() < this.loss; lost++) {
      if (lost === RETRANSMISSIONS) return Number.POSITIVE_INFINITY;
      waited += timeout;
      timeout = Math.min(RTO_MAX, 2 * timeout);
    }
    return waited;
  }
}

const unused: Uniform = () => 0;
