import { describe, expect, it } from 'vitest';
import type { Effects, Machine, Message } from '../../../src/protocol/contract.js';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { BEAT, LEASE } from '../../../src/protocol/pacifica/state.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

/** Three replicas on a network and disks without delay; r0 is primary, and a beacon comes with every 50th write. */
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
    const setups = setupsOf(3, {
      leader: 0,
      quorum: schemeOf('all', 3),
      disk: 'parallel',
      reads: 'leader-lease',
      heartbeat: 10,
      election: [100, 1e6],
    });
    this.machines = setups.map((setup) =>
      pacificaMachine({ snapshotEvery: 100, maxLag: 1000 }).create(setup),
    );
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
      this.machines[0].request({ client: 1, seq, kind: 'write', key: seq % 7, value: seq }, this.effects[0]);
      if (seq % 50 === 0) this.beat(10);
      this.run();
    }
  }

  beat(after: number): void {
    this.now += after;
    this.machines[0].timer(LEASE, this.effects[0]);
    this.run();
    this.machines[0].timer(BEAT, this.effects[0]);
    this.run();
  }

  restart(self: number): void {
    this.down.delete(self);
    this.machines[self].restart(new Map(this.durable[self]), this.effects[self]);
    this.run();
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
  it('list, disk and what is under way hold the last stretch only', () => {
    const group = new Group();
    group.write(10_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, office, writes } = stateOf(group.machines[i]);
      expect(executed).toBeGreaterThanOrEqual(9_999);
      expect(log.entries.length).toBeLessThan(300);
      expect(group.durable[i].size).toBeLessThan(300);
      expect(writes.size).toBe(0);
      if (office !== null) expect(office.origins.size + office.underWay.size).toBe(0);
    }
  });

  it('one that is down is removed, not waited for beyond the longest lag, and back by way of a snapshot', () => {
    const group = new Group();
    group.write(500);
    group.down.add(2);
    // Its lease ends 100 ms after the last beacon that it acknowledged; that of r1 does not.
    group.beat(60);
    group.beat(60);
    expect(stateOf(group.machines[0]).configuration).toMatchObject({ version: 1, members: 0b011 });
    group.write(5000);
    const { log } = stateOf(group.machines[0]);
    expect(log.entries.length).toBeGreaterThanOrEqual(1000);
    expect(log.entries.length).toBeLessThan(1300);
    group.restart(2);
    expect(stateOf(group.machines[2]).executed).toBeLessThanOrEqual(500);
    for (let i = 0; i < 5; i++) group.beat(10);
    expect(stateOf(group.machines[0]).configuration).toMatchObject({ version: 2, members: 0b111 });
    expect(stateOf(group.machines[2]).executed).toBe(5500);
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
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
    expect(stateOf(group.machines[0]).executed).toBe(400);
  });
});
