import { expect } from 'vitest';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { SNAPSHOT } from '../../../src/protocol/raft/records.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { describeMemory, itWaitsNoLongerThanTheLongestLag } from '../memory-suite.js';
import { raftSubject, stateOf } from './subject.js';

const { executed } = raftSubject;

describeMemory(
  {
    machine: raftMachine({ snapshotEvery: 100, maxLag: 1000, batch: 50 }),
    led: true,
    reads: 'leader-lease',
    snapshot: SNAPSHOT,
    beats: [BEAT],
    executed,
    // The first leader's no-op.
    beside: 1,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 300,
    also: (machine) => {
      const { log, office } = stateOf(machine);
      expect(log.written.length).toBe(log.entries.length);
      if (office !== null) expect(office.reads).toEqual([]);
    },
  },
  (newGroup) => {
    const log = (machine: Parameters<typeof executed>[0]): number => stateOf(machine).log.entries.length;
    itWaitsNoLongerThanTheLongestLag(newGroup, { executed, beside: 1, log, beats: 3 });
  },
);
