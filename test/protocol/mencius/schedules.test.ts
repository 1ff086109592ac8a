import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { type Plan, runSchedule } from '../schedule.js';
import { QUORUMS } from './quorums.js';
import { menciusSubject } from './subject.js';

/**
 * Random schedules over every kind of quorum, read and disk order. A failure prints how to replay it:
 *   SCHEDULE='<quorum> <reads> <disk> <seed>' npx vitest run test/protocol/mencius/schedules.test.ts
 * which then prints the whole trace. SEEDS=1000 makes 1000 schedules of each combination.
 */
const SEEDS = Number(process.env.SEEDS ?? 36);
const READS: readonly ReadMode[] = ['consensus', 'local'];

function planOf(name: string, reads: ReadMode, disk: 'parallel' | 'serial', seed: number): Plan {
  const { n, quorum } = QUORUMS.find((kind) => kind.name === name)!;
  return { seed, n, quorum, reads, disk };
}

describe('whatever the network, the disks and the crashes do, Mencius keeps its promises', () => {
  for (const { name } of QUORUMS) {
    it(`quorums: ${name}`, () => {
      const total = { crashes: 0, lost: 0, doubled: 0, splits: 0, restored: 0, forgotten: 0 };
      for (const reads of READS) {
        for (const disk of ['parallel', 'serial'] as const) {
          for (let seed = 1; seed <= SEEDS; seed++) {
            const outcome = runSchedule(planOf(name, reads, disk, seed), menciusSubject);
            const replay = `SCHEDULE='${name} ${reads} ${disk} ${seed}'`;
            expect(outcome.violations, `replay with ${replay}`).toEqual([]);
            for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
          }
        }
      }
      // Nothing passed by doing nothing: replicas crashed, networks split, took over snapshots, cut their logs.
      const runs = 2 * READS.length * SEEDS;
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const plan = planOf('majority-3', 'consensus', 'parallel', 4);
    const first = runSchedule(plan, menciusSubject, true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(runSchedule(plan, menciusSubject, true)).toEqual(first);
    expect(runSchedule({ ...plan, seed: 5 }, menciusSubject, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [name, reads, disk, seed] = process.env.SCHEDULE!.split(' ');
    const plan = planOf(name, reads as ReadMode, disk as 'parallel' | 'serial', Number(seed));
    const { trace, violations } = runSchedule(plan, menciusSubject, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
