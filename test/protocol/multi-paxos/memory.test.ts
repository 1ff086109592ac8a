import { expect } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/multi-paxos/ballot.js';
import { multiPaxosMachine } from '../../../src/protocol/multi-paxos/machine.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { describeMemory, itWaitsNoLongerThanTheLongestLag } from '../memory-suite.js';
import { multiPaxosSubject, stateOf } from './subject.js';

const { executed } = multiPaxosSubject;

describeMemory(
  {
    machine: multiPaxosMachine({ snapshotEvery: 100, maxLag: 1000, batch: 50 }),
    led: true,
    reads: 'leader-lease',
    snapshot: SNAPSHOT,
    beats: [BEAT],
    executed,
    // The first leader's barrier.
    beside: 1,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 300,
    also: (machine) => {
      const { log, office } = stateOf(machine);
      expect(log.written.length).toBe(log.entries.length);
      if (office !== null) expect(office.votes.length).toBeLessThan(1100);
    },
  },
  (newGroup) => {
    const log = (machine: Parameters<typeof executed>[0]): number => stateOf(machine).log.entries.length;
    itWaitsNoLongerThanTheLongestLag(newGroup, { executed, beside: 1, log, beats: 3 });
  },
);
