import { expect, it } from 'vitest';
import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import { placeOf, SNAPSHOT } from '../../../src/protocol/two-phase-commit/messages.js';
import { TICK } from '../../../src/protocol/two-phase-commit/state.js';
import { KEYS } from '../instant-group.js';
import { describeMemory } from '../memory-suite.js';
import { stateOf, twoPhaseCommitSubject } from './subject.js';

/** r0 coordinates, and its clock stands still but for `tick`. Places on the disk are used again. */
describeMemory(
  {
    machine: twoPhaseCommitMachine({ snapshotEvery: 100, requests: 50, window: 20, again: 5 }),
    quorum: 'all',
    led: true,
    disk: 'serial',
    reads: 'primary',
    election: [100, 200],
    snapshot: SNAPSHOT,
    beats: [],
    executed: twoPhaseCommitSubject.executed,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 250,
    also(machine, durable) {
      const { log, open, locks, waiting, writing, office } = stateOf(machine);
      expect(log.onDisk.length).toBe(log.entries.length);
      expect(log.slotOf.size).toBe(log.entries.length);
      expect(open.size + locks.size + waiting.size + writing.size).toBe(0);
      expect([...durable.keys()].filter((key) => placeOf(key) >= 0).length).toBeLessThanOrEqual(KEYS);
      expect(office !== null).toBe(machine.leads);
      if (office !== null) expect(office.requests.size + office.queues.size + office.active.size).toBe(0);
    },
  },
  (newGroup) => {
    it('a participant that is away stops writes, of which the coordinator holds so many and no more; all go on when it is back', () => {
      const group = newGroup();
      group.write(500);
      group.down.add(2);
      group.write(5000);
      const coordinator = stateOf(group.machines[0]);
      expect(coordinator.executed).toBe(500);
      expect(coordinator.office!.requests.size).toBe(50);
      for (let i = 0; i < 200; i++) group.tick(TICK, 50);
      expect(coordinator.executed).toBe(500);
      expect(coordinator.office!.active.size).toBe(KEYS);
      expect(stateOf(group.machines[1]).open.size).toBe(KEYS);
      group.restart(2);
      for (let i = 0; i < 10; i++) group.tick(TICK, 100);
      for (let i = 0; i < 3; i++) {
        expect(stateOf(group.machines[i]).executed).toBe(550);
        expect(stateOf(group.machines[i]).store).toEqual(coordinator.store);
      }
    });

    it('a coordinator that restarts finds all it has decided in its snapshot and log, and tells it in small portions', () => {
      const group = newGroup();
      group.write(333);
      const before = new Map(stateOf(group.machines[0]).store);
      group.restart(0);
      for (let i = 0; i < 20; i++) group.tick(TICK, 100);
      const { executed, settled, store } = stateOf(group.machines[0]);
      expect([executed, settled]).toEqual([333, 333]);
      expect(store).toEqual(before);
      group.write(67);
      expect(stateOf(group.machines[2]).executed).toBe(400);
    });
  },
);
