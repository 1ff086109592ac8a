import type { ReplicaWork } from '../result/simulation-run.js';
import type { Deployment } from '../topology/deployment.js';
import type { Session } from './clients.js';
import type { Engine } from './engine.js';
import type { Director, EngineParts } from './engine-parts.js';
import { FAULT, TIME_IS_UP } from './event.js';
import type { Host } from './host.js';
import { Leadership } from './leadership.js';
import type { Load, LoadSurroundings } from './load.js';
import type { Timeline } from './timeline.js';
import { slowestRoundTrip, slowestWrite } from './workload.js';

/** When to stop sending; Infinity where only the other counts. */
export interface Limits {
  readonly operations: number;
  readonly time: number;
}

/** How long the parts of a replica have worked (ms), or a share of the time. */
interface Work {
  readonly processor: number;
  readonly disk: number;
  readonly interface: number;
}

/** Events between two words on how far it is; a power of two. */
const TELL_EVERY = 4096;

/**
 * One run from beginning to end: warm up (a leader leads, every client is served once, what that caused settles),
 * measure, wait for what is under way.
 */
export class Run implements Director, LoadSurroundings {
  load!: Load;
  /** Told now and then how far measuring is. */
  progress: ((done: number, total: number) => void) | undefined;
  /** When measuring began and ended (ms). */
  origin = 0;
  end = 0;
  served = false;
  sent = 0;
  finished = 0;
  retries = 0;
  leaders: number[] = [];
  readonly leadership: Leadership;
  messages = 0;
  durableWrites = 0;
  replicas: ReplicaWork[] = [];
  /** Per replica, commands chosen by its fast and its slow path while measuring; undefined where there are not two. */
  paths: readonly ({ readonly fast: number; readonly slow: number } | undefined)[] = [];
  private pathsBefore: typeof this.paths = [];

  private expectsLeader = false;
  private phase: 'warming' | 'measuring' | 'over' = 'warming';
  private left: number;
  /** Warm-up operations that are still out. */
  private warming = 0;
  private readonly settling: number;
  /** How long each replica's parts had worked when measuring began (ms). */
  private worked: Work[] = [];
  /** Which share of the measured time they were busy. */
  private busy: Work[];

  constructor(
    private readonly deployment: Deployment,
    private readonly engine: Engine,
    private readonly parts: EngineParts,
    private readonly timeline: Timeline,
    private readonly limits: Limits,
    /** A warm-up that lasts longer than this has failed (ms). */
    private readonly patience: number,
    /** Who is to lead at first; −1: nobody. */
    private readonly firstLeader: number,
  ) {
    this.left = limits.operations;
    this.settling =
      2 * (slowestRoundTrip(deployment) + slowestWrite(deployment)) + deployment.timeouts.heartbeat;
    this.leadership = new Leadership(
      parts.hosts,
      deployment.replicas.map(({ id }) => id),
    );
    this.busy = deployment.replicas.map(() => ({ processor: 0, disk: 0, interface: 0 }));
  }

  get now(): number {
    return this.engine.now;
  }

  get leader(): number {
    const { begunLast } = this.leadership;
    return begunLast >= 0 ? begunLast : this.firstLeader;
  }

  get clients() {
    return this.parts.clients;
  }

  /** @param expectLeader whether to wait for a leader before the first operation. */
  go(expectLeader: boolean): void {
    const { engine, parts } = this;
    this.expectsLeader = expectLeader;
    for (const host of parts.hosts) host.machine.start(host);
    engine.settle();
    if (expectLeader) {
      while (!parts.hosts.some(({ machine }) => machine.leads) && parts.queue.next() <= this.patience)
        engine.step();
    }
    this.warm();
    this.runUntil(engine.now + this.settling);
    this.origin = engine.now;
    this.end = engine.now;
    this.phase = 'measuring';
    this.reset();
    if (this.served) this.measure();
    this.phase = 'over';
    // Under load what counts is what was done while measuring; of spaced operations, all that they cause.
    this.tally();
    this.runUntil(this.end + this.settling);
    if (parts.backgroundLeftOut) this.tally();
    parts.safety.end(engine.now, this.origin);
  }

  private warm(): void {
    const { clients, queue } = this.parts;
    for (const client of this.deployment.clients) {
      this.warming++;
      clients.issue(clients.join(client.index), false, 0, false);
    }
    while (this.warming > 0 && queue.next() <= this.patience) this.engine.step();
  }

  /** Counting begins. */
  private reset(): void {
    const { engine, parts } = this;
    engine.moment.messages = 0;
    engine.moment.durableWrites = 0;
    this.pathsBefore = parts.hosts.map(({ machine }) => machine.paths);
    this.leadership.begin(this.origin);
    this.worked = parts.hosts.map((host) => {
      host.sent = 0;
      host.received = 0;
      host.persisted = 0;
      host.bytes = 0;
      return this.workOf(host, this.origin);
    });
  }

  private measure(): void {
    const { engine, parts, timeline, limits, origin } = this;
    const retries = parts.clients.retries;
    timeline.entries.forEach(({ at }, number) => {
      engine.schedule(origin + at, FAULT, number);
    });
    if (limits.time < Number.POSITIVE_INFINITY) engine.schedule(origin + limits.time, TIME_IS_UP, 0);
    this.load.begin();
    const watch = this.expectsLeader || timeline.entries.length > 0;
    let steps = 0;
    while (!this.isDone() && parts.queue.size > 0) {
      engine.step();
      if (watch) this.leadership.watch(engine.now);
      if ((++steps & (TELL_EVERY - 1)) === 0) this.tell();
    }
    this.end = engine.now;
    this.retries = parts.clients.retries - retries;
    this.paths = parts.hosts.map(({ machine, incarnation }, r) => {
      // A restart forgets the count.
      const before = incarnation === 0 ? this.pathsBefore[r] : undefined;
      const { paths } = machine;
      if (paths === undefined) return undefined;
      return { fast: paths.fast - (before?.fast ?? 0), slow: paths.slow - (before?.slow ?? 0) };
    });
    this.leaders = parts.hosts.filter(({ up, machine }) => up && machine.leads).map(({ self }) => self);
    const span = this.end - origin;
    this.busy = parts.hosts.map((host, r) => {
      const before = this.worked[r];
      const now = this.workOf(host, this.end);
      const share = (kind: keyof Work): number => (span > 0 ? (now[kind] - before[kind]) / span : 0);
      return { processor: share('processor'), disk: share('disk'), interface: share('interface') };
    });
  }

  private workOf(host: Host, now: number): Work {
    return {
      processor: host.worked(now),
      disk: host.disk.worked(now),
      interface: host.carriedFor(now),
    };
  }

  private tally(): void {
    const { engine, parts, deployment } = this;
    this.messages = engine.moment.messages;
    this.durableWrites = engine.moment.durableWrites;
    this.replicas = parts.hosts.map(({ sent, received, persisted, bytes }, r) => ({
      id: deployment.replicas[r].id,
      sent,
      received,
      durableWrites: persisted,
      bytes,
      ...this.busy[r],
    }));
  }

  // What happens from outside (Director).

  due(kind: number, place: number): void {
    if (this.phase !== 'measuring') return;
    if (kind === FAULT) this.timeline.happen(place, this.now);
    else if (kind === TIME_IS_UP) this.left = 0;
    else this.load.due(place);
  }

  issued(session: Session, counted: boolean): void {
    if (!counted) return;
    this.sent++;
    const { recorder, hosts } = this.parts;
    recorder?.issued(
      hosts.length + session.client,
      session.operation,
      session.command?.kind ?? 'write',
      this.now,
    );
  }

  idle(session: Session, operation: number, answered: boolean): void {
    if (!this.parts.operations.isCounted(operation)) {
      this.warming--;
      if (answered) this.served = true;
      return;
    }
    if (answered) {
      this.finished++;
      if (session.attempts === 1 && !this.parts.operations.isRead(operation))
        this.leadership.served(session.asked);
    }
    if (this.phase === 'measuring') this.load.idle(session);
  }

  settled(): void {
    if (this.phase === 'measuring') this.load.settled();
  }

  // What loads ask (LoadSurroundings).

  schedule(time: number, kind: number, place: number): void {
    this.engine.schedule(time, kind, place);
  }

  take(): boolean {
    if (this.left < 1) return false;
    this.left--;
    return true;
  }

  private tell(): void {
    const { operations, time } = this.limits;
    if (operations < Number.POSITIVE_INFINITY) this.progress?.(this.sent, operations);
    else this.progress?.(this.engine.now - this.origin, time);
  }

  private isDone(): boolean {
    return this.left < 1 && this.parts.clients.inFlight === 0;
  }

  private runUntil(time: number): void {
    while (this.parts.queue.next() <= time) this.engine.step();
    this.engine.now = time;
  }
}
