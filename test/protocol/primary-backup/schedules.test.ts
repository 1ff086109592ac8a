import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { type Plan, runSchedule } from '../schedule.js';
import { QUORUMS } from './quorums.js';
import { primaryBackupSubject } from './subject.js';

/**
 * Random schedules without a takeover, over every kind of quorum, read and disk order. A failure prints how to replay it:
 *   SCHEDULE='<quorum> <reads> <disk> <seed>' npx vitest run test/protocol/primary-backup/schedules.test.ts
 * which then prints the whole trace. SEEDS=1000 makes 1000 schedules of each combination.
 */
const SEEDS = Number(process.env.SEEDS ?? 40);
const READS: readonly ReadMode[] = ['primary', 'local'];

function planOf(name: string, reads: ReadMode, disk: 'parallel' | 'serial', seed: number): Plan {
  const { n, quorum } = QUORUMS.find((kind) => kind.name === name)!;
  return { seed, n, quorum, reads, disk };
}

describe('without a takeover nothing acknowledged is lost, whatever the network, the disks and the crashes do', () => {
  for (const { name } of QUORUMS) {
    it(`quorums: ${name}`, () => {
      const total = { leaderships: 0, crashes: 0, lost: 0, doubled: 0, splits: 0, forgotten: 0, restored: 0 };
      for (const reads of READS) {
        for (const disk of ['parallel', 'serial'] as const) {
          for (let seed = 1; seed <= SEEDS; seed++) {
            const outcome = runSchedule(planOf(name, reads, disk, seed), primaryBackupSubject);
            const replay = `SCHEDULE='${name} ${reads} ${disk} ${seed}'`;
            expect(outcome.violations, `replay with ${replay}`).toEqual([]);
            for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
          }
        }
      }
      const runs = 2 * READS.length * SEEDS;
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      // The primary crashed and came back.
      expect(total.leaderships).toBeGreaterThan(1.3 * runs);
      expect(total.lost).toBeGreaterThan(0);
      expect(total.doubled).toBeGreaterThan(0);
      // The log was cut; and where a write need not wait for all, some lagged and were sent a snapshot.
      expect(total.forgotten).toBeGreaterThan(0);
      if (name !== 'synchronous-3') expect(total.restored).toBeGreaterThan(0);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const plan = planOf('synchronous-3', 'primary', 'parallel', 4);
    const first = runSchedule(plan, primaryBackupSubject, true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(runSchedule(plan, primaryBackupSubject, true)).toEqual(first);
    expect(runSchedule({ ...plan, seed: 5 }, primaryBackupSubject, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [name, reads, disk, seed] = process.env.SCHEDULE!.split(' ');
    const plan = planOf(name, reads as ReadMode, disk as 'parallel' | 'serial', Number(seed));
    const { trace, violations } = runSchedule(plan, primaryBackupSubject, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
