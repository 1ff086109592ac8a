import { expect } from 'vitest';
import { chainReplicationMachine } from '../../../src/protocol/chain-replication/machine.js';
import { BEAT, LEASE, PATIENCE } from '../../../src/protocol/chain-replication/state.js';
import { describeMemory, itWaitsNoLongerThanTheLongestLag } from '../memory-suite.js';
import { chainSubject, stateOf } from './subject.js';

const { executed } = chainSubject;

/** ms; leases are of 100. */
const GRACE = 1e6;

/** r0 is the head, r2 the tail. One that is down is taken out, and added again at the tail by way of a snapshot. */
describeMemory(
  {
    machine: chainReplicationMachine({ snapshotEvery: 100, maxLag: 1000 }),
    quorum: 'all',
    led: false,
    reads: 'tail',
    election: [100, GRACE],
    beats: [LEASE, BEAT],
    entersAt: () => [0],
    executed,
    operations: 10_000,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 300,
    also: (machine) => {
      const { underWay, writes, early, waiting } = stateOf(machine);
      expect(writes.size + underWay.size + early.size + waiting.length).toBe(0);
    },
  },
  (newGroup) =>
    itWaitsNoLongerThanTheLongestLag(newGroup, {
      executed,
      log: (machine) => stateOf(machine).log.entries.length,
      beats: 6,
      leaves(group) {
        group.tick(PATIENCE, GRACE);
        expect(stateOf(group.machines[0]).configuration.chain).toEqual([0, 1]);
        expect(stateOf(group.machines[1]).office).not.toBeNull();
      },
      returns: ({ machines }) => expect(stateOf(machines[0]).configuration.chain).toEqual([0, 1, 2]),
    }),
);
