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
