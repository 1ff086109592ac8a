import { expect } from 'vitest';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { BEAT, LEASE } from '../../../src/protocol/pacifica/state.js';
import { describeMemory, itWaitsNoLongerThanTheLongestLag } from '../memory-suite.js';
import { pacificaSubject, stateOf } from './subject.js';

const { executed } = pacificaSubject;

/** r0 is primary; one that is down is removed, and added again by way of a snapshot. */
describeMemory(
  {
    machine: pacificaMachine({ snapshotEvery: 100, maxLag: 1000 }),
    quorum: 'all',
    led: true,
    reads: 'leader-lease',
    election: [100, 1e6],
    beats: [LEASE, BEAT],
    executed,
    operations: 10_000,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 300,
    also: (machine) => {
      const { office, writes } = stateOf(machine);
      expect(writes.size).toBe(0);
      if (office !== null) expect(office.origins.size + office.underWay.size).toBe(0);
    },
  },
  (newGroup) =>
    itWaitsNoLongerThanTheLongestLag(newGroup, {
      executed,
      log: (machine) => stateOf(machine).log.entries.length,
      beats: 5,
      leaves(group) {
        // Its lease ends 100 ms after the last beacon that it acknowledged; that of r1 does not.
        group.beat(2, 60);
        expect(stateOf(group.machines[0]).configuration).toMatchObject({ version: 1, members: 0b011 });
      },
      returns: ({ machines }) =>
        expect(stateOf(machines[0]).configuration).toMatchObject({ version: 2, members: 0b111 }),
    }),
);
