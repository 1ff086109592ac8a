import { describe, expect, it } from 'vitest';
import type { Effects, Machine, Message } from '../../../src/protocol/contract.js';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const KEYS = 7;

/** Three replicas on a network and disks without delay; r0 leads, and a heartbeat comes with every 50th write. */
class Group {
  readonly machines: Machine[];
  readonly durable: Map<number, unknown>[];
  readonly down = new Set<number>();
  snapshots = 0;
  private readonly events: (() => void)[] = [];
  private readonly effects: Effects[];
  private now = 0;
  private seq = 0;

  constructor() {
    const group = this;
    const limits = { snapshotEvery: 100, maxLag: 1000, batch: 50 };
    const setups = setupsOf(3, {
      leader: 0,
      quorum: schemeOf('majority', 3),
      disk: 'parallel',
      reads: 'leader-lease',
      heartbeat: 10,
      election: [1e6, 2e6],
    });
    this.machines = setups.map((setup) => raftMachine(limits).create(setup));
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
        if (key === -2) this.snapshots++;
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
      this.machines[0].request(
        { client: 1, seq, kind: 'write', key: seq % KEYS, value: seq },
        this.effects[0],
      );
      if (seq % 50 === 0) this.beat();
      this.run();
    }
  }

  beat(): void {
    this.now += 10;
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
  it('log and disk hold the last stretch only, and snapshots are few', () => {
    const group = new Group();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, office } = stateOf(group.machines[i]);
      expect(executed).toBe(20_001);
      expect(log.entries.length).toBeLessThan(300);
      expect(log.written.length).toBe(log.entries.length);
      expect(group.durable[i].size).toBeLessThan(300);
      if (office !== null) expect(office.reads).toEqual([]);
    }
    expect(group.snapshots).toBeGreaterThan(100);
    expect(group.snapshots).toBeLessThanOrEqual((3 * 20_000) / 100);
  });

  it('one replica that is down is not waited for beyond the longest lag, and gets a snapshot when it is back', () => {
    const group = new Group();
    group.write(500);
    group.down.add(2);
    group.write(5000);
    const { log } = stateOf(group.machines[0]);
    expect(log.entries.length).toBeGreaterThanOrEqual(1000);
    expect(log.entries.length).toBeLessThan(1300);
    group.restart(2);
    expect(stateOf(group.machines[2]).executed).toBeLessThanOrEqual(501);
    for (let i = 0; i < 3; i++) group.beat();
    expect(stateOf(group.machines[2]).executed).toBe(5501);
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
    group.write(500);
    expect(stateOf(group.machines[0]).log.entries.length).toBeLessThan(300);
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
    expect(stateOf(group.machines[1]).executed).toBe(401);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
