import { expect } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/fast-paxos/ballot.js';
import { fastPaxosMachine } from '../../../src/protocol/fast-paxos/machine.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { describeMemory, itWaitsNoLongerThanTheLongestLag } from '../memory-suite.js';
import { fastPaxosSubject, stateOf } from './subject.js';

const { executed } = fastPaxosSubject;

/** Clients send to every replica; r0 coordinates. */
describeMemory(
  {
    machine: fastPaxosMachine({ snapshotEvery: 100, maxLag: 1000, batch: 50 }),
    led: true,
    reads: 'consensus',
    election: [300, 600],
    snapshot: SNAPSHOT,
    entersAt: () => [0, 1, 2],
    beats: [BEAT],
    executed,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 300,
    also: (machine) => {
      const { log, office, placed, pending, asked } = stateOf(machine);
      expect(log.written.length).toBe(log.entries.length);
      expect(log.chosen.length).toBe(log.entries.length);
      if (office !== null) expect(office.slots.length).toBeLessThan(1100);
      expect([placed.size, pending.size, asked.size]).toEqual([1, 0, 1]);
    },
  },
  (newGroup) =>
    itWaitsNoLongerThanTheLongestLag(newGroup, {
      executed,
      log: (machine) => stateOf(machine).log.entries.length,
      beats: 4,
      leaves(group) {
        group.beat(60);
        expect(stateOf(group.machines[0]).office?.fast).toBe(false);
      },
      returns: ({ machines }) => expect(stateOf(machines[0]).office?.fast).toBe(true),
    }),
);
