import { describe, expect } from 'vitest';
import { describeSchedules } from '../schedule-suite.js';
import { GROUPS, QUORUMS } from './quorums.js';
import { epaxosSubject } from './subject.js';

describe('whatever the network, the disks and the crashes do, EPaxos keeps its promises', () => {
  describeSchedules(
    {
      protocol: 'epaxos',
      // Every run is judged by one log of its own.
      subject: () => ({ subject: epaxosSubject() }),
      quorums: [...QUORUMS, ...GROUPS],
      reads: ['consensus', 'local'],
      disks: ['parallel'],
      seeds: 9,
    },
    // Nobody leads, and nobody is sent a snapshot. Replicas crashed, networks split, journals were cut.
    ({ leaderships, restored, ...total }, runs) => {
      expect([leaderships, restored]).toEqual([0, 0]);
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    },
  );
});
