import type { Command, Message } from '../protocol/contract.js';
import type { Causality } from './causality.js';
import type { SafetyChecks } from './checks/safety.js';
import type { ClientSurroundings, Clients, Session } from './clients.js';
import {
  BATCH_DUE,
  DISK_DONE,
  MESSAGE_ARRIVES,
  MESSAGE_HANDLED,
  NOTICE_ARRIVES,
  REPLY_ARRIVES,
  REQUEST_ARRIVES,
  REQUEST_EXPIRES,
  REQUEST_HANDLED,
  TIMER,
} from './event.js';
import type { EventQueue } from './event-queue.js';
import type { Executions } from './executions.js';
import type { Host, Surroundings } from './host.js';
import type { MessageSizes } from './message-size.js';
import type { Network } from './network.js';
import type { Operations } from './operations.js';
import { type Outbox, Packet } from './outbox.js';
import type { Recorder } from './recorder.js';
import type { Timer } from './timers.js';
import type { Transport } from './transport.js';

/** The pieces that an engine moves; `assemble` puts them together. */
export interface EngineParts {
  readonly queue: EventQueue;
  readonly network: Network;
  readonly transport: Transport;
  readonly causality: Causality;
  readonly operations: Operations;
  readonly safety: SafetyChecks;
  readonly hosts: readonly Host[];
  readonly clients: Clients;
  readonly recorder: Recorder | undefined;
  /** Kept where the protocol may answer before it executes. */
  readonly executions: Executions | undefined;
  /** Gathers packets; undefined: each message travels by itself. */
  readonly outbox: Outbox | undefined;
  readonly sizes: MessageSizes;
  /** ms of processor time for each message that a replica receives. */
  readonly processing: number;
  /** Leave heartbeats and the like out of what is counted. */
  readonly backgroundLeftOut: boolean;
}

/** What happens to the world from outside: the load, the timeline of faults, the end. */
export interface Director {
  /** An event whose kind the engine does not know. */
  due(kind: number, place: number): void;
  /** An operation is about to be sent for the first time. */
  issued(session: Session, counted: boolean): void;
  /** A client process is idle again: its operation was answered, or given up. */
  idle(session: Session, operation: number, answered: boolean): void;
  /** Nothing is left of what any operation caused. Called where causes are followed. */
  settled(): void;
}

/** So many events (a power of two) without time going on, and a machine is taken to go in circles. */
const STUCK = 1 << 20;

/**
 * The simulated world: replicas with their processors, disks and clocks, the network between them, and the clients.
 * It moves from event to event.
 */
export class Engine implements Surroundings, ClientSurroundings {
  now = 0;
  events = 0;
  /** Messages between replicas, and durable writes, since this was last set to 0. */
  messages = 0;
  durableWrites = 0;
  parts!: EngineParts;
  director!: Director;

  // The pieces that every event touches, one step closer.
  private queue!: EventQueue;
  private causality!: Causality;
  private network!: Network;
  private hosts!: readonly Host[];
  private recorder: Recorder | undefined;
  private executions: Executions | undefined;
  private outbox: Outbox | undefined;
  private sizes!: MessageSizes;
  /** Hosts whose machine did something in this step that is to be settled at its end. */
  private readonly unsettled: Host[] = [];
  private backgroundLeftOut = false;
  private following = false;
  private processing = 0;
  private lookedWhen = -1;

  /** Must be called once, before anything else: pieces and engine know one another. */
  connect(parts: EngineParts, director: Director): void {
    this.parts = parts;
    this.director = director;
    this.queue = parts.queue;
    this.causality = parts.causality;
    this.network = parts.network;
    this.hosts = parts.hosts;
    this.recorder = parts.recorder;
    this.executions = parts.executions;
    this.outbox = parts.outbox;
    this.sizes = parts.sizes;
    this.backgroundLeftOut = parts.backgroundLeftOut;
    this.following = parts.causality.on;
    this.processing = parts.processing;
  }

  /** The next event happens. There has to be one. */
  step(): void {
    const { queue } = this;
    const slot = queue.pop();
    this.now = queue.time;
    if ((++this.events & (STUCK - 1)) === 0) this.lookForStandstill();
    if (this.following) this.causality.enter(slot);
    switch (queue.kind[slot]) {
      case MESSAGE_ARRIVES:
        if (!this.arrives(slot)) break;
        if (this.processing > 0) this.queueForProcessor(slot, MESSAGE_HANDLED);
        else this.handleMessage(slot);
        break;
      case MESSAGE_HANDLED:
        if (this.processed(slot)) this.handleMessage(slot);
        break;
      case REQUEST_ARRIVES:
        if (!this.arrives(slot)) break;
        if (this.processing > 0) this.queueForProcessor(slot, REQUEST_HANDLED);
        else this.handleRequest(slot);
        break;
      case REQUEST_HANDLED:
        if (this.processed(slot)) this.handleRequest(slot);
        break;
      case REPLY_ARRIVES:
        if (this.arrives(slot)) this.handleReply(slot);
        break;
      case BATCH_DUE:
        this.batchDue(slot);
        break;
      case NOTICE_ARRIVES:
        if (this.arrives(slot)) this.handleNotice(slot);
        break;
      case DISK_DONE:
        this.diskDone(slot);
        break;
      case TIMER:
        this.timerDue(slot);
        break;
      case REQUEST_EXPIRES:
        queue.release(slot);
        this.parts.clients.expire();
        break;
      default: {
        const kind = queue.kind[slot];
        const place = queue.place[slot];
        queue.release(slot);
        this.director.due(kind, place);
      }
    }
    if (this.unsettled.length > 0 || this.outbox?.isEmpty === false) this.settle();
    if (this.following && this.causality.pending === 0) this.director.settled();
  }

  /** The step is over: batches that may go go, disks begin to write, packets leave. */
  settle(): void {
    for (let i = 0; i < this.unsettled.length; i++) {
      const host = this.unsettled[i];
      host.admission?.release(this.now, (command) => {
        this.causality.current = this.parts.operations.find(command.client, command.seq) + 1;
        host.machine.request(command, host);
      });
      if (host.up) host.disk.settle(this.now, host.incarnation);
    }
    this.unsettled.length = 0;
    this.outbox?.flush((link, body, cause) => {
      this.causality.current = cause;
      this.leave(link, body);
    });
  }

  /** Schedules an event of the director's, or the clients', that no operation causes. */
  schedule(time: number, kind: number, place: number): void {
    const slot = this.queue.push(time, kind, place, 0, undefined);
    this.queue.cause[slot] = 0;
  }

  // What machines do (Surroundings).

  send(from: number, to: number, body: Message): void {
    const { hosts } = this;
    if (to === from) throw new Error('a machine sent a message to itself; it handles its own part in place');
    if (!(to >= 0 && to < hosts.length))
      throw new Error(`a machine sent a message to replica ${to}, which is none`);
    if (this.counts()) {
      this.messages++;
      hosts[from].sent++;
    }
    const link = from * this.network.ends + to;
    const { current } = this.causality;
    if (this.outbox === undefined) this.leave(link, body);
    else this.outbox.add(link, body, current, this.recorder?.cause ?? -1);
  }

  private leave(link: number, body: Message): void {
    const host = this.hosts[this.network.from[link]];
    const departs = host.departure(this.now, body, this.sizes.of(body));
    this.parts.transport.message(link, body, this.now, departs);
  }

  reply(from: number, client: number, seq: number, result: number): void {
    const { operations, safety, clients, transport, hosts } = this.parts;
    const operation = operations.find(client, seq);
    if (operation < 0)
      throw new Error(`a machine answered operation ${seq} of client ${client}, which was never sent`);
    safety.reply(from, operation, result, this.now);
    this.executions?.answered(operation, from, this.now);
    // An answer belongs to its operation whatever brought it about (a batch, a timer).
    const before = this.causality.current;
    this.causality.current = operation + 1;
    if (this.counts()) hosts[from].sent++;
    const host = hosts[from];
    const departs = host.departure(this.now, undefined, this.sizes.reply(operations.isRead(operation)));
    transport.reply(from, clients.sessions[client], seq, result, this.now, departs);
    this.causality.current = before;
    if (host.admission === undefined) return;
    host.admission.answered(client);
    this.unsettled.push(host);
  }

  notify(from: number, client: number, body: Message): void {
    const { clients, transport, hosts } = this.parts;
    const session = clients.sessions[client];
    if (session?.machine === undefined)
      throw new Error(`a machine sent a message to client ${client}, which takes no part in the protocol`);
    if (this.counts()) hosts[from].sent++;
    const departs = hosts[from].departure(this.now, undefined, this.sizes.of(body));
    transport.notify(from, session, body, this.now, departs);
  }

  commit(replica: number, slot: number, command: Command): void {
    const operation = this.parts.safety.commit(replica, slot, command, this.now);
    if (operation >= 0) this.executions?.executed(operation, replica, this.now);
    // Whatever made the replica execute it now (a heartbeat, the next operation's message), it is this command.
    if (this.recorder !== undefined && operation + 1 === this.recorder.cause)
      this.recorder.note(this.now, replica, 'commit', { slot });
  }

  restored(replica: number, slot: number): void {
    this.parts.safety.restored(replica, slot);
  }

  persisted(replica: number, token: number, atOnce: boolean): void {
    if (this.counts()) {
      this.durableWrites++;
      this.hosts[replica].persisted++;
    }
    if (atOnce && this.hosts[replica].disk.groupCommit) this.unsettled.push(this.hosts[replica]);
    if (!this.traced()) return;
    this.recorder?.note(this.now, replica, 'persist', { token });
    if (atOnce) this.recorder?.note(this.now, replica, 'write', { token });
  }

  writing(replica: number, token: number, cause: number): void {
    const { recorder } = this;
    if (recorder !== undefined && cause === recorder.cause)
      recorder.note(this.now, replica, 'write', { token });
  }

  durable(replica: number, token: number): void {
    if (this.traced()) this.recorder?.note(this.now, replica, 'durable', { token });
  }

  // What clients do (ClientSurroundings).

  request(session: Session, replica: number): void {
    const before = this.causality.current;
    this.causality.current = session.operation + 1;
    if (this.traced() && session.attempts > 1) {
      this.recorder?.note(this.now, this.hosts.length + session.client, 'retry');
    }
    this.parts.transport.request(session, replica, this.now);
    this.causality.current = before;
  }

  wakeAt(time: number): void {
    this.schedule(time, REQUEST_EXPIRES, 0);
  }

  issued(session: Session, counted: boolean): void {
    this.director.issued(session, counted);
  }

  idle(session: Session, operation: number, answered: boolean): void {
    const { recorder, hosts } = this;
    if (recorder !== undefined && operation + 1 === recorder.cause) {
      if (answered) recorder.finish(this.now);
      else recorder.note(this.now, hosts.length + session.client, 'give-up');
    }
    this.director.idle(session, operation, answered);
  }

  // Events.

  /** False, and the slot is released, where the connection broke while the message was on its way. */
  private arrives(slot: number): boolean {
    const { queue } = this;
    const alive = this.network.epoch[queue.place[slot]] === queue.mark[slot];
    if (this.following) this.parts.transport.note(alive ? 'receive' : 'lost', slot, this.now);
    if (!alive) queue.release(slot);
    return alive;
  }

  private queueForProcessor(slot: number, kind: number): void {
    const { queue } = this;
    const host = this.hosts[this.network.to[queue.place[slot]]];
    queue.kind[slot] = kind;
    queue.mark[slot] = host.incarnation;
    if (this.following) this.causality.mark(slot);
    queue.again(host.process(this.now, this.processing), slot);
  }

  /** False, and the slot is released, where the replica crashed while the message waited for its processor. */
  private processed(slot: number): boolean {
    const { queue } = this;
    const host = this.hosts[this.network.to[queue.place[slot]]];
    const alive = host.incarnation === queue.mark[slot];
    if (this.following) this.parts.transport.note(alive ? 'handle' : 'lost', slot, this.now);
    if (!alive) queue.release(slot);
    return alive;
  }

  private handleMessage(slot: number): void {
    const { queue } = this;
    const { network, hosts } = this;
    const link = queue.place[slot];
    const body = queue.body[slot] as Message;
    queue.release(slot);
    const host = hosts[network.to[link]];
    const from = network.from[link];
    if (body instanceof Packet) {
      if (this.counts()) host.received += body.messages.length;
      for (const message of body.messages) host.machine.message(from, message, host);
      return;
    }
    if (this.counts()) host.received++;
    host.machine.message(from, body, host);
  }

  private handleRequest(slot: number): void {
    const { queue } = this;
    const command = queue.body[slot] as Command;
    const host = this.hosts[this.network.to[queue.place[slot]]];
    queue.release(slot);
    if (this.counts()) host.received++;
    if (host.admission === undefined) {
      host.machine.request(command, host);
      return;
    }
    host.admission.arrive(command, this.now);
    this.unsettled.push(host);
  }

  private batchDue(slot: number): void {
    const { queue } = this;
    const host = this.hosts[queue.place[slot]];
    const incarnation = queue.mark[slot];
    queue.release(slot);
    if (host.incarnation === incarnation) this.unsettled.push(host);
    else this.events--;
  }

  private handleReply(slot: number): void {
    const { queue } = this;
    const session = queue.body[slot] as Session;
    const seq = queue.extra[slot];
    const result = queue.number[slot];
    const from = this.network.from[queue.place[slot]];
    queue.release(slot);
    this.parts.clients.answer(session, from, seq, result);
  }

  private handleNotice(slot: number): void {
    const { queue } = this;
    const { clients } = this.parts;
    const session = clients.sessions[queue.extra[slot]];
    const body = queue.body[slot] as Message;
    const from = this.network.from[queue.place[slot]];
    queue.release(slot);
    clients.notice(session, from, body);
  }

  private diskDone(slot: number): void {
    const { queue } = this;
    const host = this.hosts[queue.place[slot]];
    const incarnation = queue.mark[slot];
    queue.release(slot);
    if (host.incarnation === incarnation)
      host.disk.complete(this.now, incarnation, host.onDurable, host.onWrite);
    else this.events--;
  }

  private timerDue(slot: number): void {
    const { queue } = this;
    const timer = queue.body[slot] as Timer;
    const generation = queue.mark[slot];
    const host = this.hosts[queue.place[slot]];
    queue.release(slot);
    if (!host.timers.due(timer, generation, this.now)) {
      this.events--;
      return;
    }
    this.causality.current = timer.cause;
    if (this.traced()) this.recorder?.note(this.now, host.self, 'timer', { timer: timer.name });
    host.machine.timer(timer.name, host);
  }

  /** Does what happens now count as the work of an operation? */
  private counts(): boolean {
    return !this.backgroundLeftOut || this.causality.current !== 0;
  }

  private traced(): boolean {
    return this.recorder !== undefined && this.causality.current === this.recorder.cause;
  }

  private lookForStandstill(): void {
    if (this.now === this.lookedWhen)
      throw new Error(`${STUCK} events at one instant: a machine goes in circles`);
    this.lookedWhen = this.now;
  }
}
