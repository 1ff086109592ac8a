import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { type Plan, runSchedule } from '../schedule.js';
import { QUORUMS } from './quorums.js';
import { fastPaxosSubject } from './subject.js';
import { nothingSeen, watched } from './watched.js';

/**
 * Random schedules over every kind of quorum, read and learner. A failure prints how to replay it:
 *   SCHEDULE='<quorum> <reads> <learner> <seed>' npx vitest run test/protocol/fast-paxos/schedules.test.ts
 * which then prints the whole trace. SEEDS=1000 makes 1000 schedules of each combination.
 */
const SEEDS = Number(process.env.SEEDS ?? 14);
const READS: readonly ReadMode[] = ['consensus', 'local'];
const LEARNERS = ['client', 'coordinator'] as const;

type Learner = (typeof LEARNERS)[number];

function planOf(name: string, reads: ReadMode, learner: Learner, seed: number): Plan {
  const { n, quorum } = QUORUMS.find((kind) => kind.name === name)!;
  return { seed, n, quorum, reads, disk: 'parallel', learner };
}

describe('whatever the network, the disks and the crashes do, Fast Paxos keeps its promises', () => {
  for (const { name } of QUORUMS) {
    it(`quorums: ${name}`, () => {
      const seen = nothingSeen();
      const subject = { ...fastPaxosSubject, factory: watched(fastPaxosSubject.factory, seen) };
      const total = { leaderships: 0, crashes: 0, lost: 0, doubled: 0, splits: 0, restored: 0, forgotten: 0 };
      for (const reads of READS) {
        for (const learner of LEARNERS) {
          for (let seed = 1; seed <= SEEDS; seed++) {
            const outcome = runSchedule(planOf(name, reads, learner, seed), subject);
            const replay = `SCHEDULE='${name} ${reads} ${learner} ${seed}'`;
            expect(outcome.violations, `replay with ${replay}`).toEqual([]);
            for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
          }
        }
      }
      // Nothing passed by doing nothing: leaders changed, replicas crashed, took over snapshots, cut their logs.
      const runs = LEARNERS.length * READS.length * SEEDS;
      expect(total.leaderships).toBeGreaterThan(1.5 * runs);
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
      // And acceptors disagreed, were brought together, lost commands came back, fast rounds ended and began again.
      for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const plan = planOf('majority-3', 'consensus', 'client', 4);
    const first = runSchedule(plan, fastPaxosSubject, true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(runSchedule(plan, fastPaxosSubject, true)).toEqual(first);
    expect(runSchedule({ ...plan, seed: 5 }, fastPaxosSubject, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [name, reads, learner, seed] = process.env.SCHEDULE!.split(' ');
    const plan = planOf(name, reads as ReadMode, learner as Learner, Number(seed));
    const { trace, violations } = runSchedule(plan, fastPaxosSubject, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
