import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract.js';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { altered } from '../altered.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS, type Defect, GROUP_DEFECTS, STAGED_DEFECTS } from './defects.js';
import { runOrdered } from './ordered-schedule.js';
import { raftSubject } from './subject.js';

const SEEDS = 1500;

/** Violations in random schedules of three replicas, until one is found. That nothing happens is not one of them. */
function violations(factory: MachineFactory, reads: Defect['reads'], seeds: number): string[] {
  const subject = { ...raftSubject, factory };
  for (let seed = 1; seed <= seeds; seed++) {
    const found = judged(() =>
      runSchedule({ seed, n: 3, quorum: 'majority', reads, disk: 'parallel' }, subject),
    );
    if (found.length > 0) return [`seed ${seed}`, ...found];
  }
  return [];
}

/** Some defects drive the machine into states that it cannot be in, where it throws: not what is looked for here. */
function judged(run: () => { readonly violations: readonly string[] }): string[] {
  try {
    return run().violations.filter((what) => !what.startsWith('liveness'));
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

describe('the checks bite: random schedules find', () => {
  for (const { name, alteration, reads } of DEFECTS) {
    it(name, () => {
      const found = violations(altered(raftSubject.factory, alteration), reads, SEEDS);
      if (process.env.SHOW) process.stdout.write(`${name}: ${found.slice(0, 2).join(', ')}\n`);
      expect(found).not.toEqual([]);
    });
  }

  for (const { name, alteration, reads } of GROUP_DEFECTS) {
    it(`${name}, with an operator in them`, () => {
      const plan = { n: 3, quorum: 'majority', reads, disk: 'parallel' } as const;
      const find = (factory: MachineFactory, seeds: number): string[] => {
        for (let seed = 1; seed <= seeds; seed++) {
          const found = judged(() => runOrdered({ ...plan, seed, factory }));
          if (found.length > 0) return [`seed ${seed}`, ...found];
        }
        return [];
      };
      const found = find(altered(raftSubject.factory, alteration), 600);
      if (process.env.SHOW) process.stdout.write(`${name}: ${found.slice(0, 2).join(', ')}\n`);
      expect(found).not.toEqual([]);
      expect(find(raftSubject.factory, 60)).toEqual([]);
    });
  }

  it('and nothing in the machine as it is', () => {
    for (const reads of ['consensus', 'read-index', 'leader-lease'] as const) {
      expect(violations(raftSubject.factory, reads, 60)).toEqual([]);
    }
  });
});

describe('the checks bite: staged courses of events find', () => {
  // One entry in a message: what is told of one may be on its way while the next is not.
  const entryByEntry = raftMachine({ snapshotEvery: 1000, maxLag: 1000, batch: 1 });
  for (const { name, alteration, play } of STAGED_DEFECTS) {
    it(`${name}, and nothing without it`, () => {
      expect(play(altered(entryByEntry, alteration))[0]).toMatch(/^agreement/);
      expect(play(entryByEntry)).toEqual([]);
    });
  }
});
