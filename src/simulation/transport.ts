import type { Command, Message } from '../protocol/contract/machine.js';
import type { Causality } from './causality.js';
import type { Session } from './clients.js';
import type { ConnectionRounds } from './connection-rounds.js';
import { MESSAGE_ARRIVES, NOTICE_ARRIVES, REPLY_ARRIVES, REQUEST_ARRIVES } from './event.js';
import type { EventQueue } from './event-queue.js';
import type { Network } from './network.js';
import type { Recorder } from './recorder.js';

/** What a trace calls the messages between clients and replicas. */
const REQUEST = 'request';
const REPLY = 'reply';

/**
 * Puts messages on the network: one connection for each ordered pair of replicas, and for each client process one
 * to every replica and back. A connection is FIFO: no message arrives before one that was sent earlier on it.
 */
export class Transport {
  private readonly ends: number;

  constructor(
    private readonly replicas: number,
    private readonly queue: EventQueue,
    private readonly network: Network,
    private readonly causality: Causality,
    private readonly recorder: Recorder | undefined,
    private readonly sessions: readonly Session[],
    /** Per client: what a connection adds to its operations; undefined where it keeps one. */
    private readonly rounds: readonly (Rounds | undefined)[] = [],
  ) {
    this.ends = network.ends;
  }

  /** A replica sends to another; the message leaves it at `departs` (ms, from `now` on). */
  message(link: number, body: Message, now: number, departs: number): void {
    const { network } = this;
    let at = network.transit(link, departs);
    if (at === Number.POSITIVE_INFINITY) {
      this.gone(link, body.type, now);
      return;
    }
    if (at < network.floor[link]) at = network.floor[link];
    else network.floor[link] = at;
    const slot = this.queue.push(at, MESSAGE_ARRIVES, link, network.epoch[link], body);
    if (this.causality.on) this.follow(slot, link, body.type, now);
  }

  /** A client process sends its command to a replica. */
  request(session: Session, replica: number, now: number): void {
    const link = (this.replicas + session.client) * this.ends + replica;
    const departs = this.opened(session, link, now);
    const slot = this.connect(session, link, replica, REQUEST_ARRIVES, session.command as Command, departs);
    if (slot < 0) this.gone(link, REQUEST, now);
    else if (this.causality.on) this.follow(slot, link, REQUEST, now);
  }

  /** A replica answers one of a client's processes: its session. */
  reply(replica: number, session: Session, seq: number, result: number, now: number, departs: number): void {
    const link = replica * this.ends + this.replicas + session.client;
    const leaves = this.crawled(session, link, departs);
    const slot = this.connect(session, link, this.replicas + replica, REPLY_ARRIVES, session, leaves);
    if (slot < 0) {
      this.gone(link, REPLY, now);
      return;
    }
    this.queue.extra[slot] = seq;
    this.queue.number[slot] = result;
    if (this.causality.on) this.follow(slot, link, REPLY, now);
  }

  /** A replica sends to the protocol's part at one of a client's processes. */
  notify(replica: number, session: Session, body: Message, now: number, departs: number): void {
    const link = replica * this.ends + this.replicas + session.client;
    const leaves = this.crawled(session, link, departs);
    const slot = this.connect(session, link, this.replicas + replica, NOTICE_ARRIVES, body, leaves);
    if (slot < 0) {
      this.gone(link, body.type, now);
      return;
    }
    this.queue.extra[slot] = session.process;
    if (this.causality.on) this.follow(slot, link, body.type, now);
  }

  /** The connections on this link broke: nothing is ahead of what comes next. */
  reset(link: number): void {
    const from = this.network.from[link] - this.replicas;
    const to = this.network.to[link] - this.replicas;
    if (from < 0 && to < 0) return;
    const client = from >= 0 ? from : to;
    const floor = from >= 0 ? this.network.to[link] : this.replicas + this.network.from[link];
    for (const session of this.sessions) if (session.client === client) session.floors[floor] = 0;
  }

  /** A traced message is received, handled or lost. */
  note(what: 'receive' | 'handle' | 'lost', slot: number, now: number): void {
    const { queue, network, recorder } = this;
    if (recorder === undefined || this.causality.current !== recorder.cause) return;
    const link = queue.place[slot];
    const body = queue.body[slot];
    const from = network.from[link];
    const to = network.to[link];
    const reply = to >= this.replicas && queue.kind[slot] === REPLY_ARRIVES;
    const type = from >= this.replicas ? REQUEST : reply ? REPLY : (body as Message).type;
    recorder.message(now, what, queue.tag[slot], from, to, type);
  }

  /** When the last of a request may leave: at once on a kept connection, else after handshake and slow start. */
  private opened(session: Session, link: number, now: number): number {
    const rounds = this.roundsOf(session);
    if (rounds === undefined) return now;
    const { network } = this;
    const back = this.opposite(link);
    return network.windows(link, back, rounds.request, network.handshake(link, back, now));
  }

  /** When the last of an answer may leave. */
  private crawled(session: Session, link: number, departs: number): number {
    const rounds = this.roundsOf(session);
    if (rounds === undefined) return departs;
    return this.network.windows(link, this.opposite(link), rounds.reply, departs);
  }

  private roundsOf({ client, command }: Session): ConnectionRounds | undefined {
    return this.rounds[client]?.[command?.kind ?? 'write'];
  }

  private opposite(link: number): number {
    return this.network.to[link] * this.ends + this.network.from[link];
  }

  private connect(
    session: Session,
    link: number,
    floor: number,
    kind: number,
    body: unknown,
    departs: number,
  ): number {
    const { network } = this;
    let at = network.transit(link, departs);
    if (at === Number.POSITIVE_INFINITY) return -1;
    // On a connection of its own nothing is ahead of it.
    if (this.rounds[session.client] === undefined) {
      if (at < session.floors[floor]) at = session.floors[floor];
      else session.floors[floor] = at;
    }
    return this.queue.push(at, kind, link, network.epoch[link], body);
  }

  private follow(slot: number, link: number, type: string, now: number): void {
    this.causality.mark(slot);
    const { recorder, network } = this;
    if (recorder === undefined || this.causality.current !== recorder.cause) return;
    this.queue.tag[slot] = recorder.sent(now, network.from[link], network.to[link], type);
  }

  /** A message that the network loses as it is sent. */
  private gone(link: number, type: string, now: number): void {
    const { recorder, network } = this;
    if (recorder === undefined || this.causality.current !== recorder.cause) return;
    const from = network.from[link];
    const to = network.to[link];
    recorder.message(now, 'lost', recorder.sent(now, from, to, type), from, to, type);
  }
}

/** What a connection adds to an operation of each kind. */
export type Rounds = Readonly<Record<'write' | 'read', ConnectionRounds>>;
