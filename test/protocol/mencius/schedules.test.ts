import { describe, expect } from 'vitest';
import { QUORUMS } from '../quorums.js';
import { describeSchedules } from '../schedule-suite.js';
import { GROUPS } from './groups.js';
import { menciusSubject } from './subject.js';

describe('whatever the network, the disks and the crashes do, Mencius keeps its promises', () => {
  describeSchedules(
    {
      protocol: 'mencius',
      subject: menciusSubject,
      quorums: [...QUORUMS, ...GROUPS],
      reads: ['consensus', 'local'],
      disks: ['parallel', 'serial'],
      seeds: 24,
    },
    // Nobody leads. Replicas crashed, networks split, replicas took over snapshots, cut their logs.
    ({ leaderships, ...total }, runs) => {
      expect(leaderships).toBe(0);
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    },
  );
});
