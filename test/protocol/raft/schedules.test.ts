import { describe, expect } from 'vitest';
import { GROUPS } from '../roles.js';
import { describeSchedules } from '../schedule-suite.js';
import { QUORUMS } from './quorums.js';
import { raftSubject } from './subject.js';

describe('whatever the network, the disks and the crashes do, Raft keeps its promises', () => {
  describeSchedules(
    {
      protocol: 'raft',
      subject: raftSubject,
      quorums: [...QUORUMS, ...GROUPS.map((group) => ({ ...group, share: 0.5 }))],
      reads: ['leader-lease', 'read-index', 'consensus', 'local'],
      disks: ['parallel', 'serial'],
      seeds: 24,
    },
    // Leaders changed, replicas crashed, took over snapshots, cut their logs.
    (total, runs) => {
      expect(total.leaderships).toBeGreaterThan(1.5 * runs);
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    },
  );
});
