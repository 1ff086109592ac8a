import { describe, expect } from 'vitest';
import { QUORUMS } from '../quorums.js';
import { GROUPS } from '../roles.js';
import { describeSchedules } from '../schedule-suite.js';
import { multiPaxosSubject } from './subject.js';

describe('whatever the network, the disks and the crashes do, Multi-Paxos keeps its promises', () => {
  describeSchedules(
    {
      protocol: 'multi-paxos',
      subject: multiPaxosSubject,
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
