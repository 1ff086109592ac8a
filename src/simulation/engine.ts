import { AroundClients } from './around-clients.js';
import { AroundHosts } from './around-hosts.js';
import { Arrivals } from './arrivals.js';
import type { Causality } from './causality.js';
import type { Director, EngineParts } from './engine-parts.js';
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
import type { Host } from './host.js';
import { Moment } from './moment.js';
import type { Outbox } from './outbox.js';
import type { Timer } from './timers.js';

export type { Director, EngineParts } from './engine-parts.js';

/** So many events (a power of two) without time going on, and a machine is taken to go in circles. */
const STUCK = 1 << 20;

/**
 * The simulated world moves from event to event. Here is the loop, and what a replica's own disk, timers and batches
 * bring; what comes over the network is in `Arrivals`, what machines and clients do about it in `AroundHosts` and
 * `AroundClients`, faults in `Timeline`.
 */
export class Engine {
  events = 0;
  readonly moment = new Moment();
  readonly aroundHosts = new AroundHosts(this.moment);
  readonly aroundClients = new AroundClients(this.moment);
  private readonly arrivals = new Arrivals(this.moment);
  private parts!: EngineParts;
  private director!: Director;

  // The pieces that every event touches, one step closer.
  private queue!: EventQueue;
  private causality!: Causality;
  private hosts!: readonly Host[];
  private outbox: Outbox | undefined;
  private following = false;
  private lookedWhen = -1;
  /** Until when some host is paused (ms). */
  private pausedUntil = 0;

  /** Must be called once, before anything else: pieces and engine know one another. */
  connect(parts: EngineParts, director: Director): void {
    this.parts = parts;
    this.director = director;
    this.queue = parts.queue;
    this.causality = parts.causality;
    this.hosts = parts.hosts;
    this.outbox = parts.outbox;
    this.following = parts.causality.on;
    this.moment.connect(parts);
    this.aroundHosts.connect(parts);
    this.aroundClients.connect(parts, director);
    this.arrivals.connect(parts);
  }

  /** Simulated time (ms). */
  get now(): number {
    return this.moment.now;
  }

  set now(time: number) {
    this.moment.now = time;
  }

  /** The next event happens. There has to be one. */
  step(): void {
    const { queue, arrivals, moment } = this;
    const slot = queue.pop();
    moment.now = queue.time;
    if ((++this.events & (STUCK - 1)) === 0) this.lookForStandstill();
    if (this.pausedUntil > moment.now && this.putOff(slot)) return;
    if (this.following) this.causality.enter(slot);
    switch (queue.kind[slot]) {
      case MESSAGE_ARRIVES:
        arrivals.messageArrives(slot);
        break;
      case MESSAGE_HANDLED:
        arrivals.messageProcessed(slot);
        break;
      case REQUEST_ARRIVES:
        arrivals.requestArrives(slot);
        break;
      case REQUEST_HANDLED:
        arrivals.requestProcessed(slot);
        break;
      case REPLY_ARRIVES:
        arrivals.replyArrives(slot);
        break;
      case NOTICE_ARRIVES:
        arrivals.noticeArrives(slot);
        break;
      case BATCH_DUE:
        this.batchDue(slot);
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
    if (moment.unsettled.length > 0 || this.outbox?.isEmpty === false) this.settle();
    if (this.following && this.causality.pending === 0) this.director.settled();
  }

  /** The step is over: batches that may go go, disks begin to write, packets leave. */
  settle(): void {
    const { causality, aroundHosts } = this;
    const { now, unsettled } = this.moment;
    // Handing over a batch may add to the list.
    for (let i = 0; i < unsettled.length; i++) {
      const host = unsettled[i];
      if (!host.isBlocked) {
        host.admission?.release(now, (command) => {
          causality.current = this.parts.operations.find(command.client, command.seq) + 1;
          host.machine.request(command, host);
        });
      }
      if (host.up) host.disk.settle(now, host.incarnation);
    }
    unsettled.length = 0;
    this.outbox?.flush((link, body, cause) => {
      causality.current = cause;
      aroundHosts.leave(link, body);
    });
  }

  /** Schedules an event of the director's, which no operation causes. */
  schedule(time: number, kind: number, place: number): void {
    this.causality.outside(time, kind, place, 0);
  }

  /** Until then the replica does nothing; what reaches it meanwhile waits, and its disk goes on with what it has begun. */
  pause(replica: number, until: number): void {
    this.hosts[replica].pausedUntil = until;
    this.pausedUntil = Math.max(this.pausedUntil, until);
  }

  /** The event is for a replica that is paused: it happens when that goes on, in the same order. */
  private putOff(slot: number): boolean {
    const { queue, hosts } = this;
    const place = queue.place[slot];
    let replica: number;
    switch (queue.kind[slot]) {
      case MESSAGE_ARRIVES:
      case MESSAGE_HANDLED:
      case REQUEST_ARRIVES:
      case REQUEST_HANDLED:
        replica = this.parts.network.to[place];
        break;
      case BATCH_DUE:
      case DISK_DONE:
      case TIMER:
        replica = place;
        break;
      default:
        return false;
    }
    const { pausedUntil } = hosts[replica];
    if (pausedUntil <= this.moment.now) return false;
    this.events--;
    queue.again(pausedUntil, slot);
    return true;
  }

  private batchDue(slot: number): void {
    const { queue } = this;
    const host = this.hosts[queue.place[slot]];
    const incarnation = queue.mark[slot];
    queue.release(slot);
    if (host.incarnation === incarnation) this.moment.unsettled.push(host);
    else this.events--;
  }

  private diskDone(slot: number): void {
    const { queue } = this;
    const host = this.hosts[queue.place[slot]];
    const incarnation = queue.mark[slot];
    queue.release(slot);
    if (host.incarnation !== incarnation) {
      this.events--;
      return;
    }
    const { disk, blocking } = host;
    disk.complete(this.now, incarnation, host.onDurable, host.onWrite, blocking && disk.groupCommit);
    if (blocking) this.resume(host);
  }

  /** A loop that waited for its disk turns again: it comes to what has arrived meanwhile, in order, until it writes again. */
  private resume(host: Host): void {
    const { queue, causality, arrivals } = this;
    const { held } = host;
    let next = 0;
    while (next < held.length && !host.isBlocked) {
      const slot = held[next++];
      if (this.following) causality.enter(slot);
      switch (queue.kind[slot]) {
        case MESSAGE_HANDLED:
          arrivals.handleMessage(slot);
          break;
        case REQUEST_HANDLED:
          arrivals.handleRequest(slot);
          break;
        default:
          this.timerDue(slot);
      }
    }
    held.splice(0, next);
    if (host.admission !== undefined) this.moment.unsettled.push(host);
  }

  private timerDue(slot: number): void {
    const { queue, moment } = this;
    const timer = queue.body[slot] as Timer;
    const generation = queue.mark[slot];
    const host = this.hosts[queue.place[slot]];
    if (host.isBlocked) {
      host.held.push(slot);
      return;
    }
    queue.release(slot);
    if (!host.timers.due(timer, generation, moment.now)) {
      this.events--;
      return;
    }
    this.causality.current = timer.cause;
    if (moment.traced()) this.parts.recorder?.note(moment.now, host.self, 'timer', { timer: timer.name });
    host.machine.timer(timer.name, host);
  }

  private lookForStandstill(): void {
    if (this.now === this.lookedWhen)
      throw new Error(`${STUCK} events at one instant: a machine goes in circles`);
    this.lookedWhen = this.now;
  }
}
