import type { Command, Message } from '../protocol/contract/machine.js';
import type { Causality } from './causality.js';
import type { EngineParts } from './engine-parts.js';
import { TIMER } from './event.js';
import type { Executions } from './executions.js';
import type { Host, Surroundings } from './host.js';
import type { MessageSizes } from './message-size.js';
import type { Moment } from './moment.js';
import type { Network } from './network.js';
import type { Outbox } from './outbox.js';
import type { Recorder } from './recorder.js';
import type { Transport } from './transport.js';

/** What machines bring about: their messages and answers leave, what they execute and store is checked and counted. */
export class AroundHosts implements Surroundings {
  private parts!: EngineParts;
  // The pieces that every message touches, one step closer.
  private causality!: Causality;
  private network!: Network;
  private transport!: Transport;
  private hosts!: readonly Host[];
  private recorder: Recorder | undefined;
  private executions: Executions | undefined;
  private outbox: Outbox | undefined;
  private sizes!: MessageSizes;

  constructor(private readonly moment: Moment) {}

  connect(parts: EngineParts): void {
    this.parts = parts;
    this.causality = parts.causality;
    this.network = parts.network;
    this.transport = parts.transport;
    this.hosts = parts.hosts;
    this.recorder = parts.recorder;
    this.executions = parts.executions;
    this.outbox = parts.outbox;
    this.sizes = parts.sizes;
  }

  get now(): number {
    return this.moment.now;
  }

  send(from: number, to: number, body: Message): void {
    const { hosts, moment } = this;
    if (to === from) throw new Error('a machine sent a message to itself; it handles its own part in place');
    if (!(to >= 0 && to < hosts.length))
      throw new Error(`a machine sent a message to replica ${to}, which is none`);
    if (moment.counts()) {
      moment.messages++;
      hosts[from].sent++;
    }
    const link = from * this.network.ends + to;
    const { current } = this.causality;
    if (this.outbox === undefined) this.leave(link, body);
    else this.outbox.add(link, body, current, this.recorder?.cause ?? -1);
  }

  /** A message, or a packet of several, leaves on this link. */
  leave(link: number, body: Message): void {
    const { now } = this.moment;
    const host = this.hosts[this.network.from[link]];
    const departs = host.departure(now, body, this.sizes.of(body));
    this.transport.message(link, body, now, departs);
  }

  reply(from: number, client: number, seq: number, result: number): void {
    const { operations, safety, clients } = this.parts;
    const { now } = this.moment;
    const operation = operations.find(client, seq);
    if (operation < 0)
      throw new Error(`a machine answered operation ${seq} of client ${client}, which was never sent`);
    safety.reply(from, operation, result, now);
    this.executions?.answered(operation, from, now);
    // An answer belongs to its operation whatever brought it about (a batch, a timer).
    const before = this.causality.current;
    this.causality.current = operation + 1;
    const host = this.hosts[from];
    if (this.moment.counts()) host.sent++;
    const departs = host.departure(now, undefined, this.sizes.reply(operations.isRead(operation)));
    this.transport.reply(from, clients.sessions[client], seq, result, now, departs);
    this.causality.current = before;
    if (host.admission === undefined) return;
    host.admission.answered(client);
    this.moment.unsettled.push(host);
  }

  notify(from: number, client: number, body: Message): void {
    const { now } = this.moment;
    const session = this.parts.clients.sessions[client];
    if (session?.machine === undefined)
      throw new Error(`a machine sent a message to client ${client}, which takes no part in the protocol`);
    const host = this.hosts[from];
    if (this.moment.counts()) host.sent++;
    const departs = host.departure(now, undefined, this.sizes.of(body));
    this.transport.notify(from, session, body, now, departs);
  }

  commit(replica: number, slot: number, command: Command, version: number): void {
    const { now } = this.moment;
    const operation = this.parts.safety.commit(replica, slot, command, version, now);
    if (operation >= 0) this.executions?.executed(operation, replica, now);
    // Whatever made the replica execute it now (a heartbeat, the next operation's message), it is this command.
    if (this.recorder !== undefined && operation + 1 === this.recorder.cause)
      this.recorder.note(now, replica, 'commit', { slot });
  }

  restored(replica: number, slot: number): void {
    this.parts.safety.restored(replica, slot);
  }

  persisted(replica: number, token: number, atOnce: boolean): void {
    const { moment } = this;
    const host = this.hosts[replica];
    if (moment.counts()) {
      moment.durableWrites++;
      host.persisted++;
    }
    if (atOnce && host.disk.groupCommit) moment.unsettled.push(host);
    if (!moment.traced()) return;
    this.recorder?.note(moment.now, replica, 'persist', { token });
    if (atOnce) this.recorder?.note(moment.now, replica, 'write', { token });
  }

  writing(replica: number, token: number, cause: number): void {
    const { recorder } = this;
    if (recorder !== undefined && cause === recorder.cause)
      recorder.note(this.moment.now, replica, 'write', { token });
  }

  dropped(slot: number): void {
    const { queue } = this.parts;
    if (this.causality.on) {
      const before = this.causality.current;
      this.causality.enter(slot);
      if (queue.kind[slot] !== TIMER) this.transport.note('lost', slot, this.moment.now);
      this.causality.current = before;
    }
    queue.release(slot);
  }

  durable(replica: number, token: number): void {
    if (this.moment.traced()) this.recorder?.note(this.moment.now, replica, 'durable', { token });
  }
}
