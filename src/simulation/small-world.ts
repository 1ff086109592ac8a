import type { MachineFactory } from '../protocol/contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../protocol/contract/machine.js';
import { PassingEffects, PassingMachine } from '../protocol/passing.js';
import type { Client, Deployment } from '../topology/deployment.js';
import { Arena } from './arena.js';
import { assemble } from './assemble.js';
import type { Session } from './clients.js';
import { Contacts } from './contacts.js';
import type { Director, Engine, EngineParts } from './engine.js';
import { REQUEST_HANDLED } from './event.js';
import type { Fault } from './fault.js';
import type { SimulatedTraits } from './options.js';
import { Timeline } from './timeline.js';

/** What is seen of a small world while it runs. */
export interface Watcher {
  /** A replica sends a message of this type to another. */
  sends(replica: number, type: string): void;
  /** After whatever a machine has done: does it believe that it leads? */
  leads(replica: number, leads: boolean): void;
  /** A process has its answer: from this replica, or, where clients find out by themselves, from none. */
  answered(process: number, replica: number | undefined): void;
  /** A replica has executed what a process sent. */
  executed?(process: number, replica: number): void;
}

/** What a small world is of. */
export interface World {
  readonly deployment: Deployment;
  readonly machine: MachineFactory;
  readonly leader: number | undefined;
  readonly quorum: MachineSetup['quorum'];
  readonly traits: SimulatedTraits;
}

/** With what one world after the other is made of. */
export interface Ground extends World {
  readonly arena: Arena;
}

/**
 * The ground for worlds of this deployment. Its clients are left out; beside each replica stands one of no distance, by
 * which writes are handed over. One world at a time stands on it.
 */
export function groundOf(plan: World): Ground {
  const { replicas } = plan.deployment;
  const clients = replicas.map(({ id, index, at }): Client => {
    const custom = { rate: undefined, reads: 0, connection: 'kept', proxy: undefined } as const;
    return { id: `beside ${id}`, index, at, entry: id, ...custom };
  });
  // Where clients take no part in the protocol, nothing but answers goes to them: one will do.
  const few = plan.machine.createClient === undefined ? clients.slice(0, 1) : clients;
  const deployment = { ...plan.deployment, clients: few };
  return { ...plan, deployment, arena: new Arena(deployment) };
}

/**
 * A world for one question, made by the hundred: the simulator's own hosts, disks, network and clients, without load,
 * checks and results. Whoever makes it says what happens when. All that is random comes from one stream.
 *
 * Requests are handed to machines one by one, however the deployment gathers them in batches.
 */
export class SmallWorld implements Director {
  private readonly engine: Engine;
  private readonly parts: EngineParts;
  private readonly acts: (() => void)[] = [];
  private readonly watcher: Watcher | undefined;

  constructor(
    private readonly ground: Ground,
    seed: number,
    watcher?: Watcher,
  ) {
    const { deployment, machine, leader, quorum, traits, arena } = ground;
    arena.clear(seed);
    const { clients, replicas } = deployment;
    const { engine, parts } = assemble({
      deployment,
      machine: watcher === undefined ? machine : watched(machine, watcher),
      leader,
      quorum,
      seed,
      clients: {
        contacts: new Contacts(deployment, (client) => replicas[client].id, -1),
        reads: clients.map(() => 0),
        uniforms: clients.map(() => () => 0),
        drawKey: () => 0,
        timeout: Number.MAX_SAFE_INTEGER,
        attempts: 1,
        replicas: replicas.length,
      },
      traits,
      freeze: false,
      following: false,
      backgroundLeftOut: false,
      recorder: undefined,
      small: arena,
    });
    this.engine = engine;
    this.parts = parts;
    this.watcher = watcher;
    engine.connect(parts, this);
  }

  /** Simulated time (ms). */
  get now(): number {
    return this.engine.now;
  }

  /** Every machine starts, with nothing durable. */
  start(): void {
    for (const host of this.parts.hosts) host.machine.start(host);
    this.engine.settle();
  }

  leads(replica: number): boolean {
    const { up, machine } = this.parts.hosts[replica];
    return up && machine.leads;
  }

  /** Does something after so many ms. */
  later(ms: number, act: () => void): void {
    this.engine.schedule(this.now + ms, ACT, this.acts.push(act) - 1);
  }

  /** The next thing happens; false where there is none up to `limit` (ms). */
  step(limit: number): boolean {
    if (this.parts.queue.next() > limit) return false;
    this.engine.step();
    return true;
  }

  /** Everything up to this time happens (ms). */
  runUntil(time: number): void {
    while (this.step(time)) {
      // Each step does its own work.
    }
    this.engine.now = time;
  }

  /** Ids of these replicas, and of whoever stands beside one of them. */
  around(replicas: Iterable<number>): string[] {
    const { replicas: all, clients } = this.ground.deployment;
    const ids: string[] = [];
    for (const replica of replicas) {
      ids.push(all[replica].id);
      if (replica < clients.length) ids.push(clients[replica].id);
    }
    return ids;
  }

  /** How many processes have written. */
  get processes(): number {
    return this.parts.clients.sessions.length;
  }

  /** A write of a new process reaches a replica, or leaves beside it where clients propose; returns which process that is. */
  write(replica: number, key = 0): number {
    return this.ask('write', replica, key);
  }

  /** The same of a read. */
  read(replica: number, key = 0): number {
    return this.ask('read', replica, key);
  }

  private ask(kind: Command['kind'], replica: number, key: number): number {
    const { parts, engine } = this;
    const { clients, operations, hosts } = parts;
    if (this.ground.machine.createClient !== undefined) {
      const session = clients.join(replica);
      clients.issue(session, kind === 'read', key, true);
      engine.settle();
      return session.process;
    }
    const { process } = clients.join(0);
    const operation = operations.add(process, kind === 'read', key, engine.now, true);
    const host = hosts[replica];
    const seq = operations.seq[operation];
    const value = operations.value(operation);
    // Through its loop, which may be waiting for its disk.
    const request = (): void => {
      const { queue, network } = parts;
      const itself = replica * network.ends + replica;
      const command = { client: process, seq, kind, key, value };
      if (host.up) queue.push(engine.now, REQUEST_HANDLED, itself, host.incarnation, command);
    };
    // A process that is paused reads it when it goes on.
    if (host.pausedUntil > engine.now) this.later(host.pausedUntil - engine.now, request);
    else request();
    return process;
  }

  /** A fault begins now, and ends after as long as it lasts. Its own times are counted from now. */
  suffer(fault: Fault): void {
    const { deployment } = this.ground;
    const timeline = new Timeline([fault], {
      deployment,
      ...this.parts,
      pause: (replica, until) => this.engine.pause(replica, until),
    });
    timeline.entries.forEach(({ at }, number) => {
      if (at === 0) timeline.happen(number, this.now);
      else this.later(at, () => timeline.happen(number, this.now));
    });
    this.engine.settle();
  }

  // Director

  /** Its clients ask the replica beside which they stand, whoever leads. */
  readonly leader = -1;

  due(_kind: number, place: number): void {
    this.acts[place]();
  }

  issued(): void {}

  idle({ process }: Session, _operation: number, answered: boolean): void {
    if (answered) this.watcher?.answered(process, undefined);
  }

  settled(): void {}
}

/** An event of whoever made the world. place: number of the act. */
const ACT = 255;

/** The same machines, watched. They are told nothing that they would not be told otherwise, and do the same. */
function watched(factory: MachineFactory, watcher: Watcher): MachineFactory {
  const { createClient } = factory;
  return {
    create: (setup) => new WatchedMachine(factory.create(setup), setup.self, watcher),
    ...(createClient === undefined ? {} : { createClient: (setup) => createClient(setup) }),
  };
}

class WatchedMachine extends PassingMachine {
  private effects: WatchedEffects | undefined;

  constructor(
    machine: Machine,
    private readonly self: number,
    private readonly watcher: Watcher,
  ) {
    super(machine);
  }

  protected override within(effects: Effects): Effects {
    this.effects ??= new WatchedEffects(effects, this.self, this.watcher);
    return this.effects;
  }

  protected override after(): void {
    this.watcher.leads(this.self, this.machine.leads);
  }
}

class WatchedEffects extends PassingEffects {
  constructor(
    effects: Effects,
    private readonly self: number,
    private readonly watcher: Watcher,
  ) {
    super(effects);
  }

  override send(to: number, body: Message): void {
    this.watcher.sends(this.self, body.type);
    super.send(to, body);
  }

  override reply(client: number, seq: number, result: number): void {
    this.watcher.answered(client, this.self);
    super.reply(client, seq, result);
  }

  override commit(slot: number, command: Command, version: number): void {
    this.watcher.executed?.(command.client, this.self);
    super.commit(slot, command, version);
  }
}
