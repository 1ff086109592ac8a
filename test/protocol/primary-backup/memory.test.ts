import { expect } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/primary-backup/epoch.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { BEAT } from '../../../src/protocol/primary-backup/state.js';
import { describeMemory, itWaitsNoLongerThanTheLongestLag } from '../memory-suite.js';
import { primaryBackupSubject, stateOf } from './subject.js';

const { executed } = primaryBackupSubject;

describeMemory(
  {
    machine: primaryBackupMachine({ limits: { snapshotEvery: 100, maxLag: 1000 } }),
    led: true,
    reads: 'primary',
    snapshot: SNAPSHOT,
    beats: [BEAT],
    executed,
    kept: (machine) => [stateOf(machine).log.entries.length],
    atMost: 300,
    also: (machine) => {
      const { log, early, office } = stateOf(machine);
      expect(log.writing.length).toBe(log.entries.length);
      expect(log.slotOf.size + log.slotOfToken.size + early.size).toBeLessThan(100);
      if (office !== null) expect(office.origins.size).toBe(0);
    },
  },
  (newGroup) =>
    itWaitsNoLongerThanTheLongestLag(newGroup, {
      executed,
      log: (machine) => stateOf(machine).log.entries.length,
      beats: 4,
    }),
);
