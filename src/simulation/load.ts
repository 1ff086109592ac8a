import { randomStream, type Uniform } from '../distribution/random.js';
import type { Deployment } from '../topology/deployment.js';
import type { Clients, Session } from './clients.js';
import { ARRIVAL, NEXT_SPACED } from './event.js';
import type { Arrivals } from './workload.js';

/** When operations are sent. Every method runs inside an event. */
export interface Load {
  /** Measuring begins. */
  begin(): void;
  /** A session is idle again. */
  idle(session: Session): void;
  /** An `ARRIVAL` of this client, or `NEXT_SPACED`. */
  due(client: number): void;
  /** Nothing is left of what any operation caused. Called only where causality is followed. */
  settled(): void;
}

/** What a load asks of the world around it. */
export interface LoadSurroundings {
  readonly now: number;
  readonly clients: Clients;
  schedule(time: number, kind: number, place: number): void;
  /** Takes one operation from those that are still to be sent; false where none is left. */
  take(): boolean;
}

/** The load of these arrivals. @throws RangeError where an open loop has no rate, or a number makes no sense. */
export function loadOf(
  arrivals: Arrivals,
  deployment: Deployment,
  seed: number,
  world: LoadSurroundings,
): Load {
  switch (arrivals.kind) {
    case 'spaced':
      return new SpacedLoad(deployment, randomStream(seed, 'spacing'), world);
    case 'closed':
      return new ClosedLoad(deployment, arrivals.outstanding, world);
    case 'open':
      return new OpenLoad(deployment, arrivals.rate, seed, world);
  }
}

class SpacedLoad implements Load {
  private readonly sessions: Session[] = [];
  private settling = false;

  constructor(
    private readonly deployment: Deployment,
    private readonly uniform: Uniform,
    private readonly world: LoadSurroundings,
  ) {}

  begin(): void {
    for (const client of this.deployment.clients) this.sessions.push(this.world.clients.join(client.index));
    this.wait();
  }

  due(): void {
    if (this.sessions.length === 0 || !this.world.take()) return;
    // Any client, not each in turn: under a leaderless protocol it matters who went before.
    const session = this.sessions[Math.floor(this.uniform() * this.sessions.length)];
    this.world.clients.draw(session);
  }

  idle(): void {
    this.settling = true;
  }

  settled(): void {
    if (!this.settling) return;
    this.settling = false;
    this.wait();
  }

  /** One heartbeat, so that what rides on the next one is delivered too, and a random phase against it. */
  private wait(): void {
    const { heartbeat } = this.deployment.timeouts;
    this.world.schedule(this.world.now + heartbeat * (1 + this.uniform()), NEXT_SPACED, 0);
  }
}

class ClosedLoad implements Load {
  constructor(
    private readonly deployment: Deployment,
    private readonly outstanding: number,
    private readonly world: LoadSurroundings,
  ) {
    if (!(Number.isInteger(outstanding) && outstanding >= 1)) {
      throw new RangeError(`a closed loop keeps 1 or more operations outstanding, not ${outstanding}`);
    }
  }

  begin(): void {
    for (const client of this.deployment.clients) {
      for (let i = 0; i < this.outstanding; i++) this.idle(this.world.clients.join(client.index));
    }
  }

  idle(session: Session): void {
    if (this.world.take()) this.world.clients.draw(session);
  }

  due(): void {}

  settled(): void {}
}

class OpenLoad implements Load {
  /** Per client: ms between operations on average, and the stream that they are drawn from. */
  private readonly gaps: number[];
  private readonly uniforms: Uniform[];
  private readonly idlers: Session[][];

  constructor(
    deployment: Deployment,
    rate: number | undefined,
    seed: number,
    private readonly world: LoadSurroundings,
  ) {
    this.gaps = deployment.clients.map((client) => {
      const perSecond = rate ?? client.rate;
      if (perSecond === undefined) {
        throw new RangeError(`client '${client.id}' has no rate, and an open loop needs one`);
      }
      if (!(perSecond >= 0 && perSecond < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`a rate is finite and at least 0 per second, not ${perSecond}`);
      }
      return 1000 / perSecond;
    });
    if (this.gaps.every((gap) => gap === Number.POSITIVE_INFINITY)) {
      throw new RangeError('every client has rate 0: an open loop would send nothing');
    }
    this.uniforms = deployment.clients.map(({ id }) => randomStream(seed, `arrivals:${id}`));
    this.idlers = deployment.clients.map(() => []);
  }

  begin(): void {
    for (let client = 0; client < this.gaps.length; client++) this.scheduleNext(client);
  }

  due(client: number): void {
    if (!this.world.take()) return;
    const session = this.idlers[client].pop() ?? this.world.clients.join(client);
    this.world.clients.draw(session);
    this.scheduleNext(client);
  }

  idle(session: Session): void {
    this.idlers[session.client].push(session);
  }

  settled(): void {}

  private scheduleNext(client: number): void {
    const gap = -Math.log(1 - this.uniforms[client]()) * this.gaps[client];
    if (gap < Number.POSITIVE_INFINITY) this.world.schedule(this.world.now + gap, ARRIVAL, client);
  }
}
