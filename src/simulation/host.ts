import type { Uniform } from '../distribution/random.js';
import type {
  Command,
  Effects,
  Machine,
  MachineFactory,
  MachineSetup,
  Message,
} from '../protocol/contract.js';
import type { Disk } from './disk.js';
import { deepFreeze } from './freeze.js';
import type { Timers } from './timers.js';

/** What a host asks of the world around it. */
export interface Surroundings {
  /** Simulated time (ms). */
  readonly now: number;
  send(from: number, to: number, body: Message): void;
  reply(from: number, client: number, seq: number, result: number): void;
  commit(replica: number, slot: number, command: Command): void;
  restored(replica: number, slot: number): void;
  /** A record was handed to the disk, which began to write it at once or not. */
  persisted(replica: number, token: number, atOnce: boolean): void;
  /** The disk begins to write a record that waited. */
  writing(replica: number, token: number, cause: number): void;
  /** A record is durable; its machine is about to hear of it. */
  durable(replica: number, token: number): void;
}

/** What a host is made of. */
export interface HostParts {
  readonly factory: MachineFactory;
  readonly setup: MachineSetup;
  readonly disk: Disk;
  readonly timers: Timers;
  readonly uniform: Uniform;
  /** Its clock is this far from simulated time (ms): clocks of replicas are not compared. */
  readonly clock: number;
  /** Freeze what the machine sends and stores, so that one that alters it later fails at once. */
  readonly freeze: boolean;
}

/** One replica's computer: the machine that runs on it, its disk, timers and clock. Its `Effects` are the host itself. */
export class Host implements Effects {
  machine: Machine;
  up = true;
  /** Goes up with every crash; what belongs to an earlier one is dead. */
  incarnation = 0;
  /** Messages sent and received, and records handed to the disk, for `ReplicaWork`. */
  sent = 0;
  received = 0;
  persisted = 0;
  readonly self: number;
  /** Until when its processor has work (ms), and all the work it was ever given. */
  private busyUntil = 0;
  private work = 0;
  readonly disk: Disk;
  readonly timers: Timers;
  /** For `Disk.complete`. */
  readonly onDurable: (token: number) => void;
  readonly onWrite: (token: number, cause: number) => void;

  constructor(
    private readonly parts: HostParts,
    private readonly world: Surroundings,
  ) {
    this.self = parts.setup.self;
    this.disk = parts.disk;
    this.timers = parts.timers;
    this.machine = parts.factory.create(parts.setup);
    this.onDurable = (token) => {
      world.durable(this.self, token);
      this.machine.durable(token, this);
    };
    this.onWrite = (token, cause) => world.writing(this.self, token, cause);
  }

  /** Queues a message that needs `ms` of processor time; returns when the processor will be done with it (ms). */
  process(now: number, ms: number): number {
    this.work += ms;
    this.busyUntil = Math.max(this.busyUntil, now) + ms;
    return this.busyUntil;
  }

  /** How long its processor was busy until now (ms). */
  worked(now: number): number {
    return this.work - Math.max(0, this.busyUntil - now);
  }

  /** A crash: all but what is durable is gone. Returns how many writes had not reached the disk. */
  crash(): number {
    this.up = false;
    this.incarnation++;
    this.timers.clear();
    // Work that the processor will not do any more.
    this.work = this.worked(this.world.now);
    this.busyUntil = 0;
    return this.disk.crash(this.world.now);
  }

  /** Starts a new machine on what the disk holds. Records are copied: nothing of the old life is shared. */
  restart(): void {
    this.up = true;
    this.machine = this.parts.factory.create(this.parts.setup);
    this.machine.restart(structuredClone(this.disk.durable.toMap()), this);
  }

  // What a machine may do to the outside.

  get now(): number {
    return this.world.now + this.parts.clock;
  }

  random(): number {
    return this.parts.uniform();
  }

  send(to: number, body: Message): void {
    if (this.parts.freeze) deepFreeze(body);
    this.world.send(this.self, to, body);
  }

  setTimer(name: number, delay: number): void {
    this.timers.set(name, delay, this.world.now);
  }

  cancelTimer(name: number): void {
    this.timers.cancel(name);
  }

  persist(key: number, record: unknown, token: number): void {
    if (this.parts.freeze) deepFreeze(record);
    const atOnce = this.disk.write(key, record, token, this.world.now, this.incarnation);
    this.world.persisted(this.self, token, atOnce);
  }

  forget(below: number): void {
    this.disk.forget(below);
  }

  reply(client: number, seq: number, result: number): void {
    this.world.reply(this.self, client, seq, result);
  }

  commit(slot: number, command: Command): void {
    this.world.commit(this.self, slot, command);
  }

  restored(slot: number): void {
    this.world.restored(this.self, slot);
  }
}
