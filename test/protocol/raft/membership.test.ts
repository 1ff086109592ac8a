import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/topology/deployment.js';
import type { Plan } from '../plan.js';
import { runOrdered } from './ordered-schedule.js';
import { raftSubject } from './subject.js';

/**
 * Random schedules with an operator in them. A failure prints how to replay it:
 *   SCHEDULE='<quorums>/<reads>/<disk>/<seed>' npx vitest run test/protocol/raft/membership.test.ts
 * SEEDS=1000 makes 1000 schedules of each combination.
 */
const SEEDS = Number(process.env.SEEDS ?? 20);
const READS: readonly ReadMode[] = ['leader-lease', 'read-index', 'consensus'];

const QUORUMS: readonly (readonly [string, number, unknown])[] = [
  ['majority of 3', 3, 'majority'],
  ['majority of 4', 4, 'majority'],
  ['majority of 5', 5, 'majority'],
  ['phase 1 of 4 and phase 2 of 2 in 5', 5, { phase1: 4, phase2: 2 }],
  ['weights', 4, { weights: { r0: 2 }, threshold: 3 }],
];

describe('while an operator takes replicas out and in, and has others lead, Raft keeps its promises', () => {
  for (const [name, n, quorum] of QUORUMS) {
    it(`quorums: ${name}`, () => {
      const total = {
        crashes: 0,
        splits: 0,
        leaderships: 0,
        smaller: 0,
        summoned: 0,
        restored: 0,
        operations: 0,
      };
      for (const reads of READS) {
        for (const disk of ['parallel', 'serial'] as const) {
          for (let seed = 1; seed <= SEEDS; seed++) {
            const outcome = runOrdered({ seed, n, quorum, reads, disk }, raftSubject);
            expect(outcome.violations, `replay with SCHEDULE='${name}/${reads}/${disk}/${seed}'`).toEqual([]);
            for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += outcome[key];
          }
        }
      }
      const runs = 2 * READS.length * SEEDS;
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      expect(total.operations).toBeGreaterThan(10 * runs);
      // Groups shrank, leaders were told to lead, and replicas that came back were sent snapshots.
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
      if (process.env.SHOW) process.stdout.write(`${name}: ${JSON.stringify(total)}\n`);
    });
  }

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const [name, reads, disk, seed] = process.env.SCHEDULE!.split('/');
    const [, n, quorum] = QUORUMS.find(([other]) => other === name)!;
    const plan = { n, quorum, reads, disk, seed: Number(seed) } as Plan;
    const { trace, violations } = runOrdered(plan, raftSubject, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
});
