import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract.js';
import { altered } from '../altered.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { menciusSubject } from './subject.js';

/** Violations in random schedules of three replicas, until one is found. That nothing happens is not one of them. */
function random(factory: MachineFactory, seeds: number): string[] {
  const subject = { ...menciusSubject, factory };
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = { seed, n: 3, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    const found = runSchedule(plan, subject).violations.filter((what) => !what.startsWith('liveness'));
    if (found.length > 0) return found;
  }
  return [];
}

describe('the checks bite: random schedules find', () => {
  for (const { name, alteration, seeds } of DEFECTS) {
    it(name, () => {
      expect(random(altered(menciusSubject.factory, alteration), seeds)).not.toEqual([]);
    });
  }

  it('and nothing in the machine without a defect', () => {
    expect(random(menciusSubject.factory, 100)).toEqual([]);
  });
});
