import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
  Order,
} from '../../src/protocol/contract/machine.js';
import { EventHeap } from './event-heap.js';
import { Judge } from './judge.js';
import { setupsOf } from './subject.js';

/** What a course of events is made of; times in ms, one clock for all. */
export interface TimedParts {
  readonly shared: Parameters<typeof setupsOf>[1];
  readonly n: number;
  /** How long a message takes; Infinity where it is lost. */
  delay(from: number, to: number, now: number, body: Message): number;
  /** How long a durable write takes, of a record under this key. */
  disk(key: number): number;
  /** What a replica draws, in [0, 1): by it election timeouts differ. */
  random?(self: number): number;
}

/**
 * A staged course of events in which nothing is random: replicas, links and disks whose times are given, and what
 * clients, crashes and operators do at which moment. A judge watches. Connections deliver in order.
 */
export class TimedWorld {
  now = 0;
  readonly judge: Judge;
  readonly machines: Machine[];
  /** Results by client and operation: "2#1". */
  readonly answers = new Map<string, number>();
  private readonly setups: readonly MachineSetup[];
  private readonly heap = new EventHeap<() => void>();
  private readonly effects: Effects[];
  private readonly durable: Map<number, unknown>[];
  private readonly timers: Map<number, number>[];
  /** Goes up with every crash; odd: it is down. */
  private readonly lives: number[];
  private readonly arrivals = new Map<string, number>();
  private numbers = 0;

  constructor(
    private readonly factory: MachineFactory,
    private readonly parts: TimedParts,
  ) {
    const { n, shared } = parts;
    this.judge = new Judge(n, true);
    this.setups = setupsOf(n, shared);
    this.machines = this.setups.map((setup) => factory.create(setup));
    this.durable = this.setups.map(() => new Map());
    this.timers = this.setups.map(() => new Map());
    this.lives = this.setups.map(() => 0);
    this.effects = this.setups.map((_, self) => this.effectsOf(self));
    this.machines.forEach((machine, self) => {
      machine.start(this.effects[self]);
    });
  }

  /** Does something at a moment that is still to come. */
  at(time: number, act: () => void): this {
    this.heap.push(time, act);
    return this;
  }

  crash(time: number, self: number): this {
    return this.at(time, () => {
      this.lives[self]++;
      this.timers[self].clear();
    });
  }

  restart(time: number, self: number): this {
    return this.at(time, () => {
      this.lives[self]++;
      this.judge.restart(self);
      this.machines[self] = this.factory.create(this.setups[self]);
      this.machines[self].restart(new Map(this.durable[self]), this.effects[self]);
    });
  }

  /** An operation of key 1 by a client that does not try again. */
  request(time: number, self: number, operation: Pick<Command, 'client' | 'seq' | 'kind' | 'value'>): this {
    return this.at(time, () => {
      const command: Command = { ...operation, key: 1 };
      this.judge.sent(command, this.now);
      if (this.isUp(self)) this.machines[self].request(command, this.effects[self]);
    });
  }

  order(time: number, self: number, order: Order): this {
    return this.at(time, () => this.machines[self].order?.(order, this.effects[self]));
  }

  /** Lets all happen that is due by then, and looks back on it. What was found broken. */
  until(time: number): readonly string[] {
    while (this.heap.size > 0 && this.heap.time <= time) {
      this.now = this.heap.time;
      this.heap.pop()();
    }
    this.judge.end();
    return this.judge.violations;
  }

  private isUp(self: number): boolean {
    return this.lives[self] % 2 === 0;
  }

  /** In this life of the replica. */
  private later(delay: number, self: number, act: () => void): void {
    const life = this.lives[self];
    this.at(this.now + delay, () => {
      if (this.lives[self] === life) act();
    });
  }

  private deliver(from: number, to: number, body: Message): void {
    const delay = this.parts.delay(from, to, this.now, body);
    if (delay === Number.POSITIVE_INFINITY) return;
    const way = `${from} ${to}`;
    const arrival = Math.max(this.now + delay, this.arrivals.get(way) ?? 0);
    this.arrivals.set(way, arrival);
    this.at(arrival, () => {
      if (this.isUp(to)) this.machines[to].message(from, body, this.effects[to]);
    });
  }

  private effectsOf(self: number): Effects {
    const world = this;
    return {
      get now() {
        return world.now;
      },
      random: () => this.parts.random?.(self) ?? 0.5,
      send: (to, body) => this.deliver(self, to, body),
      setTimer: (name, delay) => {
        const number = ++this.numbers;
        this.timers[self].set(name, number);
        this.later(delay, self, () => {
          if (this.timers[self].get(name) === number) this.machines[self].timer(name, this.effects[self]);
        });
      },
      cancelTimer: (name) => this.timers[self].delete(name),
      persist: (key, record, token) => {
        this.later(this.parts.disk(key), self, () => {
          this.durable[self].set(key, record);
          this.machines[self].durable(token, this.effects[self]);
        });
      },
      forget: (below) => {
        for (const key of this.durable[self].keys())
          if (key >= 0 && key < below) this.durable[self].delete(key);
      },
      reply: (client, seq, result) => {
        if (this.judge.reply(client, seq, result, this.now)) this.answers.set(`${client}#${seq}`, result);
      },
      commit: (slot, command, version) => this.judge.commit(self, slot, command, version),
      restored: (slot) => this.judge.restored(self, slot),
    };
  }
}
