import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { type Plan, runSchedule } from '../schedule.js';
import { QUORUMS } from './quorums.js';
import { epaxosSubject } from './subject.js';

/**
 * Random schedules over every kind of quorum and read. A failure prints how to replay it:
 *   SCHEDULE='<quorum> <reads> <seed>' npx vitest run test/protocol/epaxos/schedules.test.ts
 * which then prints the whole trace. SEEDS=1000 makes 1000 schedules of each combination.
 */
const SEEDS = Number(process.env.SEEDS ?? 12);
const READS: readonly ReadMode[] = ['consensus', 'local'];

function planOf(name: string, reads: ReadMode, seed: number): Plan {
  const { n, quorum } = QUORUMS.find((kind) => kind.name === name)!;
  return { seed, n, quorum, reads, disk: 'parallel' };
}

describe('whatever the network, the disks and the crashes do, EPaxos keeps its promises', () => {
  for (const { name } of QUORUMS) {
    it(`quorums: ${name}`, () => {
      const total = { crashes: 0, lost: 0, doubled: 0, splits: 0, forgotten: 0 };
      for (const reads of READS) {
        for (let seed = 1; seed <= SEEDS; seed++) {
          const outcome = runSchedule(planOf(name, reads, seed), epaxosSubject());
          const replay = `SCHEDULE='${name} ${reads} ${seed}'`;
          expect(outcome.violations, `replay with ${replay}`).toEqual([]);
          for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
        }
      }
      // Nothing passed by doing nothing: replicas crashed, networks split, journals were cut.
      const runs = READS.length * SEEDS;
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const plan = planOf('majority-3', 'consensus', 4);
    const first = runSchedule(plan, epaxosSubject(), true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(runSchedule(plan, epaxosSubject(), true)).toEqual(first);
    expect(runSchedule({ ...plan, seed: 5 }, epaxosSubject(), true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [name, reads, seed] = process.env.SCHEDULE!.split(' ');
    const { trace, violations } = runSchedule(
      planOf(name, reads as ReadMode, Number(seed)),
      epaxosSubject(),
      true,
    );
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
