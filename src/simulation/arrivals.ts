import type { Command, Message } from '../protocol/contract/machine.js';
import type { Causality } from './causality.js';
import type { Session } from './clients.js';
import type { EngineParts } from './engine-parts.js';
import { MESSAGE_HANDLED, REQUEST_HANDLED } from './event.js';
import type { EventQueue } from './event-queue.js';
import type { Host } from './host.js';
import type { Moment } from './moment.js';
import type { Network } from './network.js';
import { Packet } from './outbox.js';

/**
 * Messages reach the end of their link. One to a replica waits for its processor, where that takes time, and then
 * the machine handles it; one to a client is handled at once. What was on its way over a connection that broke, or
 * waited for the processor of a replica that crashed, is lost.
 *
 * Each method is given the slot of its event and sees that it is released.
 */
export class Arrivals {
  private parts!: EngineParts;
  // The pieces that every message touches, one step closer.
  private queue!: EventQueue;
  private causality!: Causality;
  private network!: Network;
  private hosts!: readonly Host[];
  private processing = 0;

  constructor(private readonly moment: Moment) {}

  connect(parts: EngineParts): void {
    this.parts = parts;
    this.queue = parts.queue;
    this.causality = parts.causality;
    this.network = parts.network;
    this.hosts = parts.hosts;
    this.processing = parts.processing;
  }

  messageArrives(slot: number): void {
    if (!this.arrives(slot)) return;
    if (this.processing > 0) this.queueForProcessor(slot, MESSAGE_HANDLED);
    else this.handleMessage(slot);
  }

  messageProcessed(slot: number): void {
    if (this.processed(slot)) this.handleMessage(slot);
  }

  requestArrives(slot: number): void {
    if (!this.arrives(slot)) return;
    if (this.processing > 0) this.queueForProcessor(slot, REQUEST_HANDLED);
    else this.handleRequest(slot);
  }

  requestProcessed(slot: number): void {
    if (this.processed(slot)) this.handleRequest(slot);
  }

  replyArrives(slot: number): void {
    if (!this.arrives(slot)) return;
    const { queue } = this;
    const session = queue.body[slot] as Session;
    const seq = queue.extra[slot];
    const result = queue.number[slot];
    const from = this.network.from[queue.place[slot]];
    queue.release(slot);
    this.parts.clients.answer(session, from, seq, result);
  }

  noticeArrives(slot: number): void {
    if (!this.arrives(slot)) return;
    const { queue } = this;
    const { clients } = this.parts;
    const session = clients.sessions[queue.extra[slot]];
    const body = queue.body[slot] as Message;
    const from = this.network.from[queue.place[slot]];
    queue.release(slot);
    clients.notice(session, from, body);
  }

  /** The replica's loop waits for its disk, and comes to this event afterwards. */
  private hold(slot: number, kind: number, host: Host): void {
    this.queue.kind[slot] = kind;
    if (this.causality.on) this.causality.mark(slot);
    host.held.push(slot);
  }

  /** False, and the slot is released, where the connection broke while the message was on its way. */
  private arrives(slot: number): boolean {
    const { queue } = this;
    const alive = this.network.epoch[queue.place[slot]] === queue.mark[slot];
    if (this.causality.on) this.parts.transport.note(alive ? 'receive' : 'lost', slot, this.moment.now);
    if (!alive) queue.release(slot);
    return alive;
  }

  private queueForProcessor(slot: number, kind: number): void {
    const { queue } = this;
    const host = this.hosts[this.network.to[queue.place[slot]]];
    queue.kind[slot] = kind;
    queue.mark[slot] = host.incarnation;
    if (this.causality.on) this.causality.mark(slot);
    queue.again(host.process(this.moment.now, this.processing), slot);
  }

  /** False, and the slot is released, where the replica crashed while the message waited for its processor. */
  private processed(slot: number): boolean {
    const { queue } = this;
    const host = this.hosts[this.network.to[queue.place[slot]]];
    const alive = host.incarnation === queue.mark[slot];
    if (this.causality.on) this.parts.transport.note(alive ? 'handle' : 'lost', slot, this.moment.now);
    if (!alive) queue.release(slot);
    return alive;
  }

  handleMessage(slot: number): void {
    const { queue, network } = this;
    const link = queue.place[slot];
    const host = this.hosts[network.to[link]];
    if (host.isBlocked) {
      this.hold(slot, MESSAGE_HANDLED, host);
      return;
    }
    const body = queue.body[slot] as Message;
    queue.release(slot);
    const from = network.from[link];
    if (body instanceof Packet) {
      if (this.moment.counts()) host.received += body.messages.length;
      for (const message of body.messages) host.machine.message(from, message, host);
      return;
    }
    if (this.moment.counts()) host.received++;
    host.machine.message(from, body, host);
  }

  handleRequest(slot: number): void {
    const { queue } = this;
    const host = this.hosts[this.network.to[queue.place[slot]]];
    if (host.isBlocked) {
      this.hold(slot, REQUEST_HANDLED, host);
      return;
    }
    const command = queue.body[slot] as Command;
    queue.release(slot);
    if (this.moment.counts()) host.received++;
    if (host.admission === undefined) {
      host.machine.request(command, host);
      return;
    }
    host.admission.arrive(command, this.moment.now);
    this.moment.unsettled.push(host);
  }
}
