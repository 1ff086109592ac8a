import { describe, expect } from 'vitest';
import { describeSchedules } from '../schedule-suite.js';
import { GROUPS, QUORUMS } from './quorums.js';
import { fastPaxosSubject } from './subject.js';
import { nothingSeen, watched } from './watched.js';

describe('whatever the network, the disks and the crashes do, Fast Paxos keeps its promises', () => {
  // Of one kind of quorum.
  let seen = nothingSeen();
  describeSchedules(
    {
      protocol: 'fast-paxos',
      subject: () => ({
        subject: { ...fastPaxosSubject, factory: watched(fastPaxosSubject.factory, seen) },
      }),
      quorums: [...QUORUMS, ...GROUPS],
      reads: ['consensus', 'local'],
      disks: ['parallel'],
      learners: ['client', 'coordinator'],
      seeds: 12,
    },
    // Leaders changed, replicas crashed, took over snapshots, cut their logs.
    (total, runs) => {
      expect(total.leaderships).toBeGreaterThan(1.5 * runs);
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
      // And acceptors disagreed, were brought together, lost commands came back, fast rounds ended and began again.
      for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
      seen = nothingSeen();
    },
  );
});
