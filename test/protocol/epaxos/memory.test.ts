import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../src/protocol/contract.js';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import { BEAT } from '../../../src/protocol/epaxos/state.js';
import { InstantGroup } from '../instant-group.js';
import { stateOf } from './subject.js';

/** The clients of r0 and r1 write, r2 has none. */
function newGroup(): InstantGroup {
  return new InstantGroup({
    machine: epaxosMachine({ window: 32, snapshotEvery: 100, batch: 200 }),
    led: false,
    reads: 'consensus',
    entersAt: (seq) => [seq % 2],
    beats: [BEAT],
  });
}

/** Instances that a replica keeps, and what it keeps of them beside. */
function kept(machine: Machine): number {
  const { rows, pending, waiters, unsaved, leading, asked, writing, recoveries, agenda } = stateOf(machine);
  const sizes = [pending, waiters, leading, asked, writing, recoveries].map(({ size }) => size);
  return [...sizes, unsaved.length, agenda.length, ...rows.map(({ instances }) => instances.length)].reduce(
    (sum, size) => sum + size,
  );
}

function executed(machine: Machine): number {
  return stateOf(machine).rows.reduce((sum, row) => sum + row.executed, 0);
}

describe('over many operations', () => {
  it('memory and disk hold the last stretch only, though one replica has no clients', () => {
    const group = newGroup();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      expect(executed(group.machines[i])).toBe(20_000);
      expect(kept(group.machines[i])).toBeLessThan(600);
      expect(group.durable[i].size).toBeLessThan(500);
    }
  });

  it('for a replica that is down everything is kept, and dropped once it has caught up', () => {
    const group = newGroup();
    group.write(500);
    group.down.add(2);
    group.write(3000);
    expect(kept(group.machines[0])).toBeGreaterThan(3000);
    group.restart(2);
    expect(executed(group.machines[2])).toBeLessThan(600);
    group.beat(40);
    expect(executed(group.machines[2])).toBe(3500 + 32); // And the window of instances that it had to give up.
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
    group.write(1500);
    expect(kept(group.machines[0])).toBeLessThan(600);
    expect(group.durable[0].size).toBeLessThan(500);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup();
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    expect(executed(group.machines[1])).toBe(400);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
