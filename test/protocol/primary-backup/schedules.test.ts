import { describe, expect } from 'vitest';
import { groupsOf } from '../roles.js';
import { describeSchedules } from '../schedule-suite.js';
import { QUORUMS } from './quorums.js';
import { primaryBackupSubject } from './subject.js';

describe('without a takeover nothing acknowledged is lost, whatever the network, the disks and the crashes do', () => {
  describeSchedules(
    {
      protocol: 'primary-backup',
      subject: primaryBackupSubject,
      quorums: [...QUORUMS, ...groupsOf(0.5, 'learner', 'witness', 'two-witnesses', 'kept-from-leading')],
      reads: ['primary', 'local'],
      disks: ['parallel', 'serial'],
      seeds: 24,
    },
    (total, runs, quorum) => {
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      // The primary crashed and came back.
      expect(total.leaderships).toBeGreaterThan(1.3 * runs);
      expect(total.lost).toBeGreaterThan(0);
      expect(total.doubled).toBeGreaterThan(0);
      // The log was cut; and where a write need not wait for all, some lagged and were sent a snapshot.
      expect(total.forgotten).toBeGreaterThan(0);
      expect(total.slowSnapshots).toBeGreaterThan(0);
      if (quorum !== 'synchronous-3') expect(total.restored).toBeGreaterThan(0);
    },
  );
});
