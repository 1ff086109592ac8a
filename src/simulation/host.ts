import type { Uniform } from '../distribution/random.js';
import type { MachineFactory } from '../protocol/contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../protocol/contract/machine.js';
import type { Admission } from './admission.js';
import type { Disk } from './disk.js';
import { deepFreeze } from './freeze.js';
import type { Timers } from './timers.js';

/** What a host asks of the world around it. */
export interface Surroundings {
  /** Simulated time (ms). */
  readonly now: number;
  send(from: number, to: number, body: Message): void;
  reply(from: number, client: number, seq: number, result: number): void;
  notify(from: number, client: number, body: Message): void;
  commit(replica: number, slot: number, command: Command, version: number): void;
  restored(replica: number, slot: number): void;
  /** A record was handed to the disk, which began to write it at once or not. */
  persisted(replica: number, token: number, atOnce: boolean): void;
  /** The disk begins to write a record that waited. */
  writing(replica: number, token: number, cause: number): void;
  /** A record is durable; its machine is about to hear of it. */
  durable(replica: number, token: number): void;
  /** A replica crashed before its loop came to the event in this slot. */
  dropped(slot: number): void;
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
  /** Where requests wait for others, or for their turn; undefined: nowhere. */
  readonly admission: Admission | undefined;
  /** Processor time for a message that is sent, the same one to several counting once (ms). */
  readonly sending: number;
  /** ms for one byte on its interface; 0: no limit is known. */
  readonly perByte: number;
  /** One loop writes to the disk, sends and takes in: while a durable write lasts, what comes waits. */
  readonly blocking: boolean;
}

/** One replica's computer: the machine that runs on it, its disk, timers and clock. Its `Effects` are the host itself. */
export class Host implements Effects {
  machine: Machine;
  up = true;
  /** Until then it does nothing (ms): what reaches it waits. A paused process, a machine that is moved. */
  pausedUntil = 0;
  /** Goes up with every crash; what belongs to an earlier one is dead. */
  incarnation = 0;
  /** Messages sent and received, and records handed to the disk, for `ReplicaWork`. */
  sent = 0;
  received = 0;
  persisted = 0;
  /** Bytes that left its interface. */
  bytes = 0;
  readonly self: number;
  /** Until when its processor has work (ms), and all the work it was ever given. */
  private busyUntil = 0;
  private work = 0;
  /** The same of its interface. */
  private sendingUntil = 0;
  private carried = 0;
  /** What it sent last, and when its processor was done with that (ms). */
  private lastSent: unknown;
  private lastReady = 0;
  readonly admission: Admission | undefined;
  /** Slots of the events that its loop has not come to: they came while it was writing. */
  readonly held: number[] = [];
  readonly blocking: boolean;
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
    this.admission = parts.admission;
    this.blocking = parts.blocking;
    this.machine = parts.factory.create(parts.setup);
    this.onDurable = (token) => {
      world.durable(this.self, token);
      this.machine.durable(token, this);
    };
    this.onWrite = (token, cause) => world.writing(this.self, token, cause);
  }

  /** Does its loop wait for its disk? */
  get isBlocked(): boolean {
    return this.blocking && this.disk.isWriting;
  }

  /** Queues a message that needs `ms` of processor time; returns when the processor will be done with it (ms). */
  process(now: number, ms: number): number {
    this.work += ms;
    this.busyUntil = Math.max(this.busyUntil, now) + ms;
    return this.busyUntil;
  }

  /**
   * When a message that it sends now has left its processor and its interface (ms).
   *
   * @param body what says whether it is the same message once more; undefined: it is another
   */
  departure(now: number, body: unknown, bytes: number): number {
    const { sending, perByte } = this.parts;
    this.bytes += bytes;
    let at = now;
    if (sending > 0) {
      if (body === undefined || body !== this.lastSent || this.lastReady < now)
        this.lastReady = this.process(now, sending);
      this.lastSent = body;
      at = this.lastReady;
    }
    if (perByte === 0) return at;
    this.carried += bytes * perByte;
    this.sendingUntil = Math.max(this.sendingUntil, at) + bytes * perByte;
    return this.sendingUntil;
  }

  /** How long its interface was busy until now (ms). */
  carriedFor(now: number): number {
    return this.carried - Math.max(0, this.sendingUntil - now);
  }

  /** How long its processor was busy until now (ms). */
  worked(now: number): number {
    return this.work - Math.max(0, this.busyUntil - now);
  }

  /** A crash: all but what is durable is gone. Returns how many writes had not reached the disk. */
  crash(): number {
    this.up = false;
    this.pausedUntil = 0;
    this.incarnation++;
    this.timers.clear();
    // Work that the processor will not do any more.
    this.work = this.worked(this.world.now);
    this.busyUntil = 0;
    this.carried = this.carriedFor(this.world.now);
    this.sendingUntil = 0;
    this.lastSent = undefined;
    this.admission?.clear();
    for (const slot of this.held) this.world.dropped(slot);
    this.held.length = 0;
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

  notify(client: number, body: Message): void {
    if (this.parts.freeze) deepFreeze(body);
    this.world.notify(this.self, client, body);
  }

  commit(slot: number, command: Command, version: number): void {
    this.world.commit(this.self, slot, command, version);
  }

  restored(slot: number): void {
    this.world.restored(this.self, slot);
  }
}
