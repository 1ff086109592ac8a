import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { type Plan, runSchedule } from '../schedule.js';
import { Atomicity } from './atomicity.js';
import { twoPhaseCommitSubject } from './subject.js';

/**
 * Random schedules. Acknowledged means: on every disk. A failure prints how to replay it:
 *   SCHEDULE='<n> <reads> <seed>' npx vitest run test/protocol/two-phase-commit/schedules.test.ts
 * which then prints the whole trace. SEEDS=1000 makes 1000 schedules of each combination (of one replica alone, which runs fast, a quarter).
 */
const SEEDS = Number(process.env.SEEDS ?? 80);
const READS: readonly ReadMode[] = ['primary', 'local'];

function planOf(n: number, reads: ReadMode, seed: number): Plan {
  return { seed, n, quorum: 'all', reads, disk: 'serial' };
}

describe('whatever the network, the disks and the crashes do, all agree, nothing acknowledged is lost, all is answered', () => {
  for (const [n, seeds] of [
    [1, SEEDS / 4],
    [2, SEEDS],
    [3, SEEDS],
    [5, SEEDS],
  ]) {
    it(`${n} replicas`, () => {
      const total = { leaderships: 0, crashes: 0, lost: 0, doubled: 0, splits: 0, restored: 0, forgotten: 0 };
      for (const reads of READS) {
        for (let seed = 1; seed <= seeds; seed++) {
          const outcome = runSchedule(planOf(n, reads, seed), twoPhaseCommitSubject);
          const replay = `SCHEDULE='${n} ${reads} ${seed}'`;
          expect(outcome.violations, `replay with ${replay}`).toEqual([]);
          for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
        }
      }
      const runs = READS.length * seeds;
      expect(total.crashes).toBeGreaterThan(runs);
      // The coordinator crashed and came back.
      expect(total.leaderships).toBeGreaterThan(1.3 * runs);
      expect(total.forgotten).toBeGreaterThan(runs);
      if (n > 1) {
        expect(total.splits).toBeGreaterThan(runs);
        expect(total.lost).toBeGreaterThan(0);
        expect(total.doubled).toBeGreaterThan(0);
      }
      // Nobody needs another's snapshot: nothing commits without everybody.
      expect(total.restored).toBe(0);
    });
  }

  it('also where a crash keeps a decision off the disk of the coordinator and not the next one, whose slot gets a filler', () => {
    const network = { loss: 0, doubling: 0, late: 0, slow: 0, cut: 0, split: 0, isolation: 0 };
    const weather = { ...network, haste: 0.6, crash: 4, crashOfAll: 1, pause: 40, lasts: 30 };
    let fillers = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const atomicity = new Atomicity();
      const factory = atomicity.watch(twoPhaseCommitSubject.factory);
      const { violations } = runSchedule(
        { ...planOf(2, 'local', seed), weather },
        { ...twoPhaseCommitSubject, factory },
      );
      expect([seed, ...violations, ...atomicity.violations]).toEqual([seed]);
      fillers += atomicity.fillers;
    }
    expect(fillers).toBeGreaterThan(0);
  });

  it('and the same seed gives the same run, event by event', () => {
    const plan = planOf(3, 'primary', 4);
    const first = runSchedule(plan, twoPhaseCommitSubject, true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(runSchedule(plan, twoPhaseCommitSubject, true)).toEqual(first);
    expect(runSchedule({ ...plan, seed: 5 }, twoPhaseCommitSubject, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [n, reads, seed] = process.env.SCHEDULE!.split(' ');
    const plan = planOf(Number(n), reads as ReadMode, Number(seed));
    const { trace, violations } = runSchedule(plan, twoPhaseCommitSubject, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
