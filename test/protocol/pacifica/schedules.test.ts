import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { type Plan, runSchedule } from '../schedule.js';
import { Invariants } from './invariants.js';
import { pacificaSubject } from './subject.js';

/**
 * Random schedules. A failure prints how to replay it:
 *   SCHEDULE='<n> <reads> <disk> <seed>' npx vitest run test/protocol/pacifica/schedules.test.ts
 * which then prints the whole trace. SEEDS=1000 makes 1000 schedules of each combination. Leases are 80 ms and the grace
 * period 160 ms, so that a lost beacon or a slow link is enough for a configuration to change.
 */
const SEEDS = Number(process.env.SEEDS ?? 24);
const READS: readonly ReadMode[] = ['leader-lease', 'local'];

/** Acknowledged means: on the disks of all in the configuration, which one alone may be. The invariants say more. */
function planOf(n: number, reads: ReadMode, disk: 'parallel' | 'serial', seed: number): Plan {
  return { seed, n, quorum: { phase1: n, phase2: 1 }, reads, disk };
}

describe('whatever the network, the disks and the crashes do, PacificA keeps its promises', () => {
  for (const n of [1, 3, 4, 5]) {
    it(`${n} replicas`, () => {
      const total = { leaderships: 0, crashes: 0, lost: 0, doubled: 0, splits: 0, restored: 0, forgotten: 0 };
      // One alone is fast, and has long histories.
      const seeds = n === 1 ? Math.ceil(SEEDS / 4) : SEEDS;
      let [checked, versions] = [0, 0];
      for (const reads of READS) {
        for (const disk of ['parallel', 'serial'] as const) {
          for (let seed = 1; seed <= seeds; seed++) {
            const invariants = new Invariants();
            const factory = invariants.watch(pacificaSubject.factory);
            const outcome = runSchedule(planOf(n, reads, disk, seed), { ...pacificaSubject, factory });
            const replay = `SCHEDULE='${n} ${reads} ${disk} ${seed}'`;
            expect([...outcome.violations, ...invariants.broken], `replay with ${replay}`).toEqual([]);
            for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
            checked += invariants.checked;
            versions += invariants.versions.size - 1;
          }
        }
      }
      // Nothing passed by doing nothing: reigns changed, replicas were removed and added, took over snapshots, cut their logs.
      const runs = 2 * READS.length * seeds;
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.forgotten).toBeGreaterThan(0);
      if (n === 1) return;
      expect(total.leaderships).toBeGreaterThan(1.5 * runs);
      expect(total.splits).toBeGreaterThan(runs);
      expect(versions).toBeGreaterThan(2 * runs);
      expect(checked).toBeGreaterThan(100 * runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const plan = planOf(3, 'leader-lease', 'parallel', 4);
    const first = runSchedule(plan, pacificaSubject, true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(runSchedule(plan, pacificaSubject, true)).toEqual(first);
    expect(runSchedule({ ...plan, seed: 5 }, pacificaSubject, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [n, reads, disk, seed] = process.env.SCHEDULE!.split(' ');
    const plan = planOf(Number(n), reads as ReadMode, disk as 'parallel' | 'serial', Number(seed));
    const invariants = new Invariants();
    const factory = invariants.watch(pacificaSubject.factory);
    const { trace, violations } = runSchedule(plan, { ...pacificaSubject, factory }, true);
    process.stdout.write(`${[...trace, ...violations, ...invariants.broken].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
