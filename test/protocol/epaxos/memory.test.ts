import { expect, it } from 'vitest';
import type { Machine } from '../../../src/protocol/contract/machine.js';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import { BEAT } from '../../../src/protocol/epaxos/state.js';
import { describeMemory } from '../memory-suite.js';
import { stateOf } from './subject.js';

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

/** The clients of r0 and r1 write, r2 has none. */
describeMemory(
  {
    machine: epaxosMachine({ window: 32, snapshotEvery: 100, batch: 200 }),
    led: false,
    reads: 'consensus',
    entersAt: (seq) => [seq % 2],
    beats: [BEAT],
    executed,
    kept: (machine) => [kept(machine)],
    atMost: 600,
    also: (_machine, durable) => expect(durable.size).toBeLessThan(500),
  },
  (newGroup) => {
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
  },
);
