import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/protocol/contract/machine.js';
import type { ReplicatedMap } from '../../src/protocol/replicated-map.js';
import { InstantGroup, type InstantGroupParts, KEYS } from './instant-group.js';
import type { Subject } from './subject.js';

/** A group whose machines make a snapshot with every 100th slot, and what they keep. */
export interface Memory extends InstantGroupParts {
  readonly executed: Subject['executed'];
  /** Sizes of what grows with what is under way. */
  readonly kept: (machine: Machine) => readonly number[];
  /** None of these sizes, nor the disk's, is larger after many operations. */
  readonly atMost: number;
  /** What else there is to say of a machine then. */
  readonly also?: (machine: Machine, durable: ReadonlyMap<number, unknown>) => void;
  /** 20,000 where not given. */
  readonly operations?: number;
  /** Slots that are nobody's: of the first leader, for one. */
  readonly beside?: number;
  /** Slots that one operation takes at most, where it is more than one. */
  readonly slots?: number;
  /** Where not as `over many operations`. */
  readonly title?: string | undefined;
}

const EVERY = 100;

/**
 * What a machine keeps does not grow with what it has done: log, disk and sessions hold the last stretch only,
 * snapshots are few, and all of its state can be copied.
 *
 * @param more what else the protocol says of many operations: what becomes of one that is away
 */
export function describeMemory(memory: Memory, more: (newGroup: () => InstantGroup) => void): void {
  const { executed, kept, atMost, operations = 20_000, beside = 0, slots = 1 } = memory;
  const newGroup = (): InstantGroup => new InstantGroup(memory);
  /** Where clients take part they learn for themselves that their operation is done. */
  const answer = memory.machine.createClient === undefined;

  describe(memory.title ?? 'over many operations', () => {
    it('log, disk and all that is kept hold the last stretch only, and snapshots are few', () => {
      const group = newGroup();
      group.write(operations);
      group.beat(2);
      if (answer) expect(group.answers).toBe(operations);
      group.machines.forEach((machine, i) => {
        if (slots > 1) expect(executed(machine)).toBeGreaterThanOrEqual(operations);
        else expect(executed(machine)).toBe(operations + beside);
        expect(Math.max(...kept(machine))).toBeLessThan(atMost);
        expect(group.durable[i].size).toBeLessThan(atMost);
        memory.also?.(machine, group.durable[i]);
      });
      if (memory.snapshot === undefined) return;
      expect(group.snapshots).toBeGreaterThan(100);
      expect(group.snapshots).toBeLessThanOrEqual((3 * slots * operations) / EVERY);
    });

    it('a client’s session takes no more room after 4,000 operations than after 1,000, half of them reads, through the log or not', () => {
      const group = newGroup();
      const after = (times: number): number[] => {
        for (let i = 0; i < times; i += 100) {
          group.write(50);
          for (let k = 0; k < 25; k++) {
            group.read(1);
            group.write(1);
          }
        }
        group.beat(2);
        return group.machines.map(({ state }) => numbersIn((state as ReplicatedMap).sessions));
      };
      const early = after(1000);
      const late = after(3000);
      early.forEach((room, i) => {
        expect(room).toBeGreaterThan(0);
        expect(late[i]).toBeLessThanOrEqual(room);
      });
    });

    it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
      const group = newGroup();
      group.write(333);
      group.goOnFromCopies();
      group.write(67);
      group.beat(2);
      if (answer) expect(group.answers).toBe(400);
      const last = Array.from({ length: KEYS }, (_, k) => 400 - KEYS + 1 + k);
      for (const machine of group.machines) {
        if (slots === 1) expect(executed(machine)).toBe(400 + beside);
        expect([...storeOf(machine).values()].sort((a, b) => a - b)).toEqual(last);
      }
    });

    more(newGroup);
  });
}

/** How one replica is missed where the others keep for it what it lacks, up to a longest lag of 1000 slots. */
export interface Absence extends Pick<Memory, 'executed' | 'beside'> {
  /** Slots that a machine's log holds. */
  readonly log: (machine: Machine) => number;
  /** Heartbeats until it is as the others again. */
  readonly beats: number;
  /** How the others notice, where they have to. */
  readonly leaves?: (group: InstantGroup) => void;
  readonly returns?: (group: InstantGroup) => void;
}

export function itWaitsNoLongerThanTheLongestLag(newGroup: () => InstantGroup, absence: Absence): void {
  const { executed, beside = 0, log, beats, leaves, returns } = absence;
  it('one replica that is down is not waited for beyond the longest lag, and gets a snapshot when it is back', () => {
    const group = newGroup();
    const [first, , last] = group.machines;
    group.write(500);
    group.down.add(2);
    leaves?.(group);
    group.write(5000);
    expect(log(first)).toBeGreaterThanOrEqual(1000);
    expect(log(first)).toBeLessThan(1300);
    group.restart(2);
    expect(executed(last)).toBeLessThanOrEqual(500 + beside);
    group.beat(beats);
    expect(executed(last)).toBe(5500 + beside);
    expect(storeOf(last)).toEqual(storeOf(first));
    returns?.(group);
    group.write(500);
    expect(log(first)).toBeLessThan(300);
  });
}

function storeOf({ state }: Machine): ReadonlyMap<number, number> {
  return (state as ReplicatedMap).store;
}

/** How many numbers there are in some plain data. */
function numbersIn(data: unknown): number {
  if (typeof data === 'number') return 1;
  if (typeof data !== 'object' || data === null) return 0;
  const parts = data instanceof Map ? [...data.entries()].flat() : Object.values(data);
  return parts.reduce<number>((sum, part) => sum + numbersIn(part), 0);
}
