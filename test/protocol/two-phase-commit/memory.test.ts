import { describe, expect, it } from 'vitest';
import type { Effects, Machine, Message } from '../../../src/protocol/contract.js';
import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import { placeOf, SNAPSHOT } from '../../../src/protocol/two-phase-commit/messages.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const KEYS = 7;

/** Three replicas on a network and disks without delay; r0 coordinates. */
class Group {
  readonly machines: Machine[];
  readonly durable: Map<number, unknown>[];
  readonly down = new Set<number>();
  snapshots = 0;
  now = 0;
  private readonly events: (() => void)[] = [];
  readonly effects: Effects[];
  private seq = 0;

  constructor() {
    const group = this;
    const setups = setupsOf(3, {
      leader: 0,
      quorum: schemeOf('all', 3),
      disk: 'serial',
      reads: 'primary',
      heartbeat: 10,
      election: [100, 200],
    });
    const limits = { snapshotEvery: 100, requests: 50, window: 20, again: 5 };
    this.machines = setups.map((setup) => twoPhaseCommitMachine(limits).create(setup));
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
        if (key === SNAPSHOT) this.snapshots++;
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
  }

  write(times: number): void {
    for (let i = 0; i < times; i++) {
      const seq = ++this.seq;
      const command = { client: 1, seq, kind: 'write', key: seq % KEYS, value: seq } as const;
      this.machines[0].request(command, this.effects[0]);
      this.run();
    }
  }

  tick(ms: number): void {
    this.now += ms;
    this.machines.forEach((machine, i) => {
      if (!this.down.has(i)) machine.timer(1, this.effects[i]);
    });
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
  it('log and disk hold the last stretch only, places are used again, and snapshots are few', () => {
    const group = new Group();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, open, locks, waiting, writing } = stateOf(group.machines[i]);
      expect(executed).toBe(20_000);
      expect(log.entries.length).toBeLessThan(250);
      expect(log.onDisk.length).toBe(log.entries.length);
      expect(log.slotOf.size).toBe(log.entries.length);
      expect(open.size + locks.size + waiting.size + writing.size).toBe(0);
      expect(group.durable[i].size).toBeLessThan(250);
      expect([...group.durable[i].keys()].filter((key) => placeOf(key) >= 0).length).toBeLessThanOrEqual(
        KEYS,
      );
    }
    const { office } = stateOf(group.machines[0]);
    expect(office!.requests.size + office!.queues.size + office!.active.size).toBe(0);
    expect(group.snapshots).toBeGreaterThan(100);
    expect(group.snapshots).toBeLessThanOrEqual((3 * 20_000) / 100);
  });

  it('a participant that is away stops writes, of which the coordinator holds so many and no more; all go on when it is back', () => {
    const group = new Group();
    group.write(500);
    group.down.add(2);
    group.write(5000);
    const coordinator = stateOf(group.machines[0]);
    expect(coordinator.executed).toBe(500);
    expect(coordinator.office!.requests.size).toBe(50);
    for (let i = 0; i < 200; i++) group.tick(50);
    expect(coordinator.executed).toBe(500);
    expect(coordinator.office!.active.size).toBe(KEYS);
    expect(stateOf(group.machines[1]).open.size).toBe(KEYS);
    group.restart(2);
    for (let i = 0; i < 10; i++) group.tick(100);
    for (let i = 0; i < 3; i++) {
      expect(stateOf(group.machines[i]).executed).toBe(550);
      expect(stateOf(group.machines[i]).store).toEqual(coordinator.store);
    }
  });

  it('a coordinator that restarts finds all it has decided in its snapshot and log, and tells it in small portions', () => {
    const group = new Group();
    group.write(333);
    const before = new Map(stateOf(group.machines[0]).store);
    group.restart(0);
    for (let i = 0; i < 20; i++) group.tick(100);
    const { executed, settled, store } = stateOf(group.machines[0]);
    expect([executed, settled]).toEqual([333, 333]);
    expect(store).toEqual(before);
    group.write(67);
    expect(stateOf(group.machines[2]).executed).toBe(400);
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
    expect(stateOf(group.machines[1]).executed).toBe(400);
  });
});
