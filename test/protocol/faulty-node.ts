import type { Uniform } from '../../src/distribution/random.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
} from '../../src/protocol/contract/machine.js';
import { holdsData, keepsLog } from '../../src/protocol/needs.js';
import type { Judge } from './judge.js';

interface Write {
  readonly key: number;
  readonly record: unknown;
  readonly number: number;
}

/** What a node asks of the run that it is part of. */
export interface NodeSurroundings {
  readonly now: number;
  readonly factory: MachineFactory;
  readonly judge: Judge;
  readonly uniform: Uniform;
  restored: number;
  forgotten: number;
  /** 1, 2, 3, … */
  number(): number;
  /** Happens at the node after this time, unless it crashes before. */
  at(delay: number, node: FaultyNode, run: () => void): void;
  /** How long the next write takes, of a record under this key. */
  diskTime(key: number): number;
  transmit(from: number, to: number, body: Message): void;
  reply(replica: number, client: number, seq: number, result: number): void;
  notify(replica: number, client: number, body: Message): void;
  note(what: string): void;
}

/** A replica with a disk that finishes in any order, a clock that drifts, and crashes. Its `Effects` are itself. */
export class FaultyNode implements Effects {
  machine: Machine;
  up = true;
  life = 0;
  leading = false;
  readonly durable = new Map<number, unknown>();
  readonly durableNumber = new Map<number, number>();
  readonly pending = new Map<number, Write>();
  readonly timers = new Map<number, number>();

  constructor(
    private readonly run: NodeSurroundings,
    readonly self: number,
    readonly setup: MachineSetup,
    private readonly rate: number,
    private readonly offset: number,
    private readonly uniform: Uniform,
  ) {
    this.machine = run.factory.create(setup);
  }

  get now(): number {
    return this.offset + this.run.now * this.rate;
  }

  random(): number {
    return this.uniform();
  }

  send(to: number, body: Message): void {
    if (to === this.self) throw new Error('a machine sent to itself');
    this.run.transmit(this.self, to, body);
  }

  setTimer(name: number, delay: number): void {
    const number = this.run.number();
    this.timers.set(name, number);
    this.run.at(delay / this.rate, this, () => {
      if (this.timers.get(name) !== number) return;
      this.timers.delete(name);
      this.run.note(`r${this.self} timer ${name}`);
      this.machine.timer(name, this);
    });
  }

  cancelTimer(name: number): void {
    this.timers.delete(name);
  }

  persist(key: number, record: unknown, token: number): void {
    if (key >= 0 && !keepsLog(this.setup.members[this.self]))
      this.run.judge.found(`roles: r${this.self}, an arbiter, writes slot ${key}`);
    const write: Write = { key, record, number: this.run.number() };
    this.pending.set(write.number, write);
    this.run.at(this.run.diskTime(key), this, () => {
      this.pending.delete(write.number);
      this.keep(write);
      this.machine.durable(token, this);
    });
  }

  forget(below: number): void {
    for (const key of this.durable.keys()) {
      if (key >= 0 && key < below) {
        this.durable.delete(key);
        this.run.forgotten++;
      }
    }
  }

  reply(client: number, seq: number, result: number): void {
    this.run.reply(this.self, client, seq, result);
  }

  notify(client: number, body: Message): void {
    this.run.notify(this.self, client, body);
  }

  commit(slot: number, command: Command, version: number): void {
    this.run.note(`r${this.self} executes slot ${slot}: ${command.client}#${command.seq}`);
    if (!holdsData(this.setup.members[this.self]))
      this.run.judge.found(`roles: r${this.self}, which has no data, executes slot ${slot}`);
    this.run.judge.commit(this.self, slot, command, version);
  }

  restored(slot: number): void {
    this.run.restored++;
    this.run.judge.restored(this.self, slot);
  }

  /** Of what was on its way to the disk, some has got there, unknown to all. */
  crash(): void {
    this.up = false;
    this.life++;
    this.leading = false;
    this.timers.clear();
    for (const write of this.pending.values()) if (this.run.uniform() < 0.5) this.keep(write);
    this.pending.clear();
  }

  restart(): void {
    this.up = true;
    this.run.judge.restart(this.self);
    this.machine = this.run.factory.create(this.setup);
    this.machine.restart(new Map(this.durable), this);
  }

  private keep({ key, record, number }: Write): void {
    if (number < (this.durableNumber.get(key) ?? 0)) return;
    this.durable.set(key, record);
    this.durableNumber.set(key, number);
  }
}
