import type { ClientSurroundings, Session } from './clients.js';
import type { Director, EngineParts } from './engine-parts.js';
import { REQUEST_EXPIRES } from './event.js';
import type { Moment } from './moment.js';

/** What client processes bring about: their requests leave, their patience is watched, the director hears of them. */
export class AroundClients implements ClientSurroundings {
  private parts!: EngineParts;
  private director!: Director;

  constructor(private readonly moment: Moment) {}

  connect(parts: EngineParts, director: Director): void {
    this.parts = parts;
    this.director = director;
  }

  get now(): number {
    return this.moment.now;
  }

  get leader(): number {
    return this.director.leader;
  }

  isReached(client: number, replica: number, alone: boolean): boolean {
    const { hosts, network, quorum } = this.parts;
    const { blocked, ends } = network;
    const open = (a: number, b: number): boolean =>
      a === b || (blocked[a * ends + b] === 0 && blocked[b * ends + a] === 0);
    const host = hosts[replica];
    if (!host.up || host.pausedUntil > this.moment.now || !open(hosts.length + client, replica)) return false;
    if (alone) return true;
    if (this.leader >= 0) return open(replica, this.leader);
    let reached = 0;
    for (const { self, up } of hosts) if (up && open(replica, self)) reached |= 1 << self;
    return quorum.phase2.contains(reached);
  }

  request(session: Session, replica: number): void {
    const { causality, recorder, transport, hosts } = this.parts;
    const { now } = this.moment;
    const before = causality.current;
    causality.current = session.operation + 1;
    if (this.moment.traced() && session.attempts > 1) {
      recorder?.note(now, hosts.length + session.client, 'retry');
    }
    transport.request(session, replica, now);
    causality.current = before;
  }

  wakeAt(time: number): void {
    this.parts.causality.outside(time, REQUEST_EXPIRES, 0, 0);
  }

  issued(session: Session, counted: boolean): void {
    this.director.issued(session, counted);
  }

  idle(session: Session, operation: number, answered: boolean): void {
    const { recorder, hosts } = this.parts;
    if (recorder !== undefined && operation + 1 === recorder.cause) {
      if (answered) recorder.finish(this.moment.now);
      else recorder.note(this.moment.now, hosts.length + session.client, 'give-up');
    }
    this.director.idle(session, operation, answered);
  }
}
