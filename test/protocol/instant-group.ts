import { expect } from 'vitest';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Command, Effects, Machine, MachineSetup } from '../../src/protocol/contract/machine.js';
import { schemeOf, setupsOf } from './subject.js';

/** Keys that writes go to, one after the other. */
export const KEYS = 7;
/** Replicas of a group. */
const N = 3;
/** ms between heartbeats; the machines' own timers never go off. */
const HEARTBEAT = 10;
/** Operations between two heartbeats. */
const OPERATIONS_A_BEAT = 50;
/** No machine loses patience by its clock, unless its test says otherwise. */
const PATIENT = [1e6, 2e6] as const;

/** What is particular to a protocol. */
export interface InstantGroupParts extends Partial<Pick<MachineSetup, 'disk' | 'election' | 'commuting'>> {
  readonly machine: MachineFactory;
  readonly reads: MachineSetup['reads'];
  /** As in `quorum:` of a topology file; a majority where not given. */
  readonly quorum?: unknown;
  /** Does r0 lead? */
  readonly led: boolean;
  /** Key of the record that is a snapshot, where they are to be counted. */
  readonly snapshot?: number;
  /** Where the write of this number enters, of those that are up; at r0 where not given. */
  readonly entersAt?: (seq: number, up: readonly number[]) => readonly number[];
  /** The timers that go off with a heartbeat, one after the other: at r0 where it leads, else at all. */
  readonly beats: readonly number[];
}

/**
 * Three replicas on a network and disks without delay, for tests of what a machine keeps over many operations: a
 * client writes without pause, and a heartbeat comes with every 50th write.
 */
export class InstantGroup {
  readonly machines: readonly Machine[];
  readonly durable: readonly Map<number, unknown>[];
  readonly down = new Set<number>();
  snapshots = 0;
  answers = 0;
  private readonly events: (() => void)[] = [];
  private readonly effects: readonly Effects[];
  private now = 0;
  private seq = 0;
  private turns = 0;

  constructor(private readonly parts: InstantGroupParts) {
    const setups = setupsOf(N, {
      leader: parts.led ? 0 : undefined,
      quorum: schemeOf(parts.quorum ?? 'majority', N),
      disk: parts.disk ?? 'parallel',
      reads: parts.reads,
      heartbeat: HEARTBEAT,
      election: parts.election ?? PATIENT,
      commuting: parts.commuting ?? false,
    });
    this.machines = setups.map((setup) => parts.machine.create(setup));
    this.durable = setups.map(() => new Map());
    this.effects = setups.map(({ self }) => this.effectsOf(self));
    this.machines.forEach((machine, i) => {
      machine.start(this.effects[i]);
    });
    this.run();
  }

  /** So many writes, each when what the one before brought about is over; at this replica where given. */
  write(times: number, only?: number): void {
    this.operate('write', times, only);
  }

  /** So many reads, in the same way. */
  read(times: number): void {
    this.operate('read', times);
  }

  private operate(kind: Command['kind'], times: number, only?: number): void {
    const up = this.up();
    for (let i = 0; i < times; i++) {
      const seq = ++this.seq;
      const inLog = kind === 'write' || this.parts.reads === 'consensus';
      const turn = inLog ? ++this.turns : 0;
      const value = kind === 'write' ? seq : 0;
      const command: Command = { client: 1, seq, turn, kind, key: seq % KEYS, value };
      const entries = only === undefined ? (this.parts.entersAt?.(seq, up) ?? [0]) : [only];
      for (const at of entries) this.at(at, () => this.machines[at].request(command, this.effects[at]));
      this.run();
      if (seq % OPERATIONS_A_BEAT === 0) this.beat();
    }
  }

  /** Time goes on (ms), and there is a heartbeat; so many times. */
  beat(times = 1, after = HEARTBEAT): void {
    const beating = this.parts.led ? [0] : this.up();
    for (let i = 0; i < times; i++) {
      this.now += after;
      for (const timer of this.parts.beats) this.fire(timer, beating);
    }
  }

  /** Time goes on (ms), and this timer goes off at all that are up. */
  tick(timer: number, after: number): void {
    this.now += after;
    this.fire(timer, this.up());
  }

  restart(self: number): void {
    this.down.delete(self);
    this.machines[self].restart(new Map(this.durable[self]), this.effects[self]);
    this.run();
  }

  /** `structuredClone` copies all of every machine's state; from now on they run on the copies. */
  goOnFromCopies(): void {
    for (const machine of this.machines) {
      const copy = structuredClone(machine.state);
      expect(copy).toEqual(machine.state);
      machine.state = copy;
    }
  }

  private up(): number[] {
    return this.machines.map((_, i) => i).filter((i) => !this.down.has(i));
  }

  private fire(timer: number, at: readonly number[]): void {
    for (const self of at) this.machines[self].timer(timer, this.effects[self]);
    this.run();
  }

  private effectsOf(self: number): Effects {
    const group = this;
    const disk = this.durable[self];
    return {
      get now() {
        return group.now;
      },
      random: () => 0.5,
      send: (to, body) => this.at(to, () => this.machines[to].message(self, body, this.effects[to])),
      setTimer: () => undefined,
      cancelTimer: () => undefined,
      persist: (key, record, token) => {
        if (key === this.parts.snapshot) this.snapshots++;
        this.at(self, () => {
          disk.set(key, record);
          this.machines[self].durable(token, this.effects[self]);
        });
      },
      forget: (below) => {
        for (const key of disk.keys()) if (key >= 0 && key < below) disk.delete(key);
      },
      reply: () => this.answers++,
      commit: () => undefined,
    };
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
