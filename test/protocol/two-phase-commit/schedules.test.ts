import { describe, expect, it } from 'vitest';
import { runSchedule } from '../schedule.js';
import { describeSchedules } from '../schedule-suite.js';
import { Atomicity } from './atomicity.js';
import { twoPhaseCommitSubject } from './subject.js';

/** Acknowledged means: on every disk. */
function replicas(n: number): { name: string; n: number; quorum: unknown } {
  return { name: `${n}-replicas`, n, quorum: 'all' };
}

describe('whatever the network, the disks and the crashes do, all agree, nothing acknowledged is lost, all is answered', () => {
  describeSchedules(
    {
      protocol: 'two-phase-commit',
      subject: () => {
        const atomicity = new Atomicity();
        const subject = { ...twoPhaseCommitSubject, factory: atomicity.watch(twoPhaseCommitSubject.factory) };
        return { subject, broken: () => atomicity.violations };
      },
      // One alone runs fast.
      quorums: [replicas(3), replicas(2), replicas(5), { ...replicas(1), share: 0.25 }],
      reads: ['primary', 'local'],
      disks: ['serial'],
      seeds: 40,
    },
    (total, runs, quorum) => {
      expect(total.crashes).toBeGreaterThan(runs);
      // The coordinator crashed and came back.
      expect(total.leaderships).toBeGreaterThan(1.3 * runs);
      expect(total.forgotten).toBeGreaterThan(runs);
      // Nobody needs another's snapshot: nothing commits without everybody.
      expect(total.restored).toBe(0);
      if (quorum === '1-replicas') return;
      expect(total.splits).toBeGreaterThan(runs);
      expect(total.lost).toBeGreaterThan(0);
      expect(total.doubled).toBeGreaterThan(0);
    },
  );

  it('also where a crash keeps a decision off the disk of the coordinator and not the next one, whose slot gets a filler', () => {
    const network = { loss: 0, doubling: 0, late: 0, slow: 0, cut: 0, split: 0, isolation: 0 };
    const weather = { ...network, haste: 0.6, crash: 4, crashOfAll: 1, pause: 40, lasts: 30 };
    let fillers = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const atomicity = new Atomicity();
      const factory = atomicity.watch(twoPhaseCommitSubject.factory);
      const { violations } = runSchedule(
        { ...replicas(2), seed, reads: 'local', disk: 'serial', weather },
        { ...twoPhaseCommitSubject, factory },
      );
      expect([seed, ...violations, ...atomicity.violations]).toEqual([seed]);
      fillers += atomicity.fillers;
    }
    expect(fillers).toBeGreaterThan(0);
  });
});
