import { describe, expect, it } from 'vitest';
import type { Effects, Machine, Message } from '../../../src/protocol/contract.js';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import { BEAT } from '../../../src/protocol/epaxos/state.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const KEYS = 7;

/** Three replicas on a network and disks without delay; the clients of r0 and r1 write, r2 has none. */
class Group {
  readonly machines: Machine[];
  readonly durable: Map<number, unknown>[];
  readonly down = new Set<number>();
  private readonly events: (() => void)[] = [];
  private readonly effects: Effects[];
  private now = 0;
  private seq = 0;

  constructor() {
    const group = this;
    const limits = { window: 32, snapshotEvery: 100, batch: 200 };
    const setups = setupsOf(3, {
      leader: undefined,
      quorum: schemeOf('majority', 3),
      disk: 'parallel',
      reads: 'consensus',
      heartbeat: 10,
      election: [1e6, 2e6],
    });
    this.machines = setups.map((setup) => epaxosMachine(limits).create(setup));
    this.durable = setups.map(() => new Map());
    this.effects = setups.map((_, self) => ({
      get now() {
        return group.now;
      },
      random: () => 0.5,
      send: (to, body: Message) => this.at(to, () => this.machines[to].message(self, body, this.effects[to])),
      setTimer: () => undefined,
      cancelTimer: () => undefined,
      persist: (key, record, token) => {
        this.at(self, () => {
          this.durable[self].set(key, record);
          this.machines[self].durable(token, this.effects[self]);
        });
      },
      forget: (below) => {
        for (const key of this.durable[self].keys())
          if (key >= 0 && key < below) this.durable[self].delete(key);
      },
      reply: () => undefined,
      commit: () => undefined,
    }));
    this.machines.forEach((machine, i) => {
      machine.start(this.effects[i]);
    });
    this.run();
  }

  write(times: number): void {
    for (let i = 0; i < times; i++) {
      const seq = ++this.seq;
      const at = seq % 2;
      this.machines[at].request(
        { client: 1, seq, kind: 'write', key: seq % KEYS, value: seq },
        this.effects[at],
      );
      if (seq % 50 === 0) this.beat();
      this.run();
    }
  }

  beat(): void {
    this.now += 10;
    for (let i = 0; i < 3; i++) if (!this.down.has(i)) this.machines[i].timer(BEAT, this.effects[i]);
    this.run();
  }

  restart(self: number): void {
    this.down.delete(self);
    this.machines[self].restart(new Map(this.durable[self]), this.effects[self]);
    this.run();
  }

  /** Instances that a replica keeps, and what it keeps of them beside. */
  kept(self: number): number {
    const { rows, pending, waiters, unsaved, leading, asked, writing, recoveries, agenda } = stateOf(
      this.machines[self],
    );
    const sizes = [pending, waiters, leading, asked, writing, recoveries].map(({ size }) => size);
    return [...sizes, unsaved.length, agenda.length, ...rows.map(({ instances }) => instances.length)].reduce(
      (sum, size) => sum + size,
    );
  }

  executed(self: number): number {
    return stateOf(this.machines[self]).rows.reduce((sum, { executed }) => sum + executed, 0);
  }

  private at(self: number, run: () => void): void {
    this.events.push(() => {
      if (!this.down.has(self)) run();
    });
  }

  private run(): void {
    for (let i = 0; i < this.events.length; i++) this.events[i]();
    this.events.length = 0;
  }
}

describe('over many operations', () => {
  it('memory and disk hold the last stretch only, though one replica has no clients', () => {
    const group = new Group();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      expect(group.executed(i)).toBe(20_000);
      expect(group.kept(i)).toBeLessThan(600);
      expect(group.durable[i].size).toBeLessThan(500);
    }
  });

  it('for a replica that is down everything is kept, and dropped once it has caught up', () => {
    const group = new Group();
    group.write(500);
    group.down.add(2);
    group.write(3000);
    expect(group.kept(0)).toBeGreaterThan(3000);
    group.restart(2);
    expect(group.executed(2)).toBeLessThan(600);
    for (let i = 0; i < 40; i++) group.beat();
    expect(group.executed(2)).toBe(3500 + 32); // And the window of instances that it had to give up.
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
    group.write(1500);
    expect(group.kept(0)).toBeLessThan(600);
    expect(group.durable[0].size).toBeLessThan(500);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = new Group();
    group.write(333);
    for (const machine of group.machines) {
      const copy = structuredClone(machine.state);
      expect(copy).toEqual(machine.state);
      machine.state = copy;
    }
    group.write(67);
    expect(group.executed(1)).toBe(400);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
