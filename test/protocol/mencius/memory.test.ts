import { describe, expect, it } from 'vitest';
import type { Effects, Machine, Message } from '../../../src/protocol/contract.js';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import { SNAPSHOT } from '../../../src/protocol/mencius/records.js';
import { BEAT } from '../../../src/protocol/mencius/state.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const KEYS = 7;
const LIMITS = { window: 4096, ahead: 600, snapshotEvery: 100, maxLag: 1000, batch: 50 };

/** Three replicas on a network and disks without delay; writes at each in turn, a heartbeat with every 50th write. */
class Group {
  readonly machines: Machine[];
  readonly durable: Map<number, unknown>[];
  readonly down = new Set<number>();
  snapshots = 0;
  answers = 0;
  private readonly events: (() => void)[] = [];
  private readonly effects: Effects[];
  private now = 0;
  private seq = 0;

  constructor(commuting: boolean) {
    const group = this;
    const setups = setupsOf(3, {
      leader: undefined,
      quorum: schemeOf('majority', 3),
      disk: 'parallel',
      reads: 'consensus',
      heartbeat: 10,
      election: [30, 60],
      commuting,
    });
    this.machines = setups.map((setup) => menciusMachine(LIMITS).create(setup));
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
      reply: () => this.answers++,
      commit: () => undefined,
    }));
    this.machines.forEach((machine, i) => {
      machine.start(this.effects[i]);
    });
    this.run();
  }

  /** At each replica that is up in turn, or at this one alone. */
  write(times: number, only?: number): void {
    const up = [0, 1, 2].filter((i) => !this.down.has(i));
    for (let i = 0; i < times; i++) {
      const seq = ++this.seq;
      const at = only ?? up[seq % up.length];
      const command = { client: 1, seq, kind: 'write', key: seq % KEYS, value: seq } as const;
      this.machines[at].request(command, this.effects[at]);
      if (seq % 50 === 0) this.beat();
      this.run();
    }
  }

  beat(times = 1): void {
    for (let i = 0; i < times; i++) {
      this.now += 10;
      this.machines.forEach((machine, self) => {
        if (!this.down.has(self)) machine.timer(BEAT, this.effects[self]);
      });
      this.run();
    }
  }

  restart(self: number): void {
    this.down.delete(self);
    this.machines[self].restart(new Map(this.durable[self]), this.effects[self]);
    this.run();
  }

  /** The largest of everything that grows with what is under way. */
  largest(self: number): number {
    const { log, mine, open, waiting, votes, revocations, ahead } = stateOf(this.machines[self]);
    const ranges = votes.map((one) => one.ranges.length);
    const asked = revocations.map((one) => (one === null ? 0 : one.suggested.length + one.ranges.length));
    const early = ahead === null ? [] : [ahead.pending.size, ahead.decided.length, ahead.done.size];
    return Math.max(
      log.entries.length,
      log.written.length,
      log.chosen.length,
      mine.size,
      open.size,
      waiting.length,
      ...ranges,
      ...asked,
      ...early,
      this.durable[self].size,
    );
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

describe.each([
  ['over many operations', false],
  ['over many operations that may commute', true],
])('%s', (_, commuting) => {
  it('log, disk and all that is kept hold the last stretch only, and snapshots are few', () => {
    const group = new Group(commuting);
    group.write(8000);
    group.beat(2);
    expect(group.answers).toBe(8000);
    for (let i = 0; i < 3; i++) {
      expect(stateOf(group.machines[i]).executed).toBeGreaterThanOrEqual(8000);
      // 50 writes to a heartbeat, which take 150 slots at most, on top of the 100 of a snapshot.
      expect(group.largest(i)).toBeLessThan(600);
    }
    expect(group.snapshots).toBeGreaterThan(100);
    // Three slots for each write at most, of which two are skipped.
    expect(group.snapshots).toBeLessThanOrEqual((3 * 24_000) / 100);
  });

  it('writes at one replica alone, whose others skip two slots for each, need no more', () => {
    const group = new Group(commuting);
    group.write(3000, 1);
    group.beat(2);
    expect(group.answers).toBe(3000);
    for (let i = 0; i < 3; i++) {
      expect(stateOf(group.machines[i]).executed).toBeGreaterThan(8900);
      expect(group.largest(i)).toBeLessThan(600);
    }
  });

  it('one that is down is revoked, waited for no longer than the longest lag, and gets a snapshot when it is back', () => {
    const group = new Group(commuting);
    group.write(500);
    group.down.add(2);
    // Silent for longer than the election timeout: its slots are revoked, again and again.
    group.beat(10);
    group.write(5000);
    group.beat(2);
    expect(group.answers).toBe(5500);
    for (const self of [0, 1]) {
      expect(stateOf(group.machines[self]).log.chosen.length).toBeGreaterThanOrEqual(LIMITS.maxLag);
      // And the slots revoked ahead.
      expect(group.largest(self)).toBeLessThan(LIMITS.maxLag + 2 * LIMITS.ahead + 600);
    }
    const there = stateOf(group.machines[2]).executed;
    group.restart(2);
    group.beat(40);
    const [first, , last] = group.machines.map(stateOf);
    expect(last.executed).toBeGreaterThan(there + 5000);
    expect(last.store).toEqual(first.store);
    group.write(3000);
    group.beat(2);
    expect(group.answers).toBe(8500);
    for (let i = 0; i < 3; i++) expect(group.largest(i)).toBeLessThan(600);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = new Group(commuting);
    group.write(333);
    for (const machine of group.machines) {
      const copy = structuredClone(machine.state);
      expect(copy).toEqual(machine.state);
      machine.state = copy;
    }
    group.write(67);
    group.beat(2);
    expect(group.answers).toBe(400);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
