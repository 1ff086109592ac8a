import { describe, expect, it } from 'vitest';
import { altered } from '../altered.js';
import { runSchedule } from '../schedule.js';
import type { Subject } from '../subject.js';
import { commutingSubject } from './commuting.js';
import { DEFECTS } from './defects.js';
import { menciusSubject } from './subject.js';

/** Violations in random schedules of three replicas, until one is found. That nothing happens is not one of them. */
function random(subjectOf: () => Subject, seeds: number): string[] {
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = { seed, n: 3, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    const found = runSchedule(plan, subjectOf()).violations.filter((what) => !what.startsWith('liveness'));
    if (found.length > 0) return found;
  }
  return [];
}

describe('the checks bite: random schedules find', () => {
  for (const { name, alteration, seeds, check, commuting } of DEFECTS) {
    it(`${name} (${check})`, () => {
      const subject = { ...menciusSubject, factory: altered(menciusSubject.factory, alteration) };
      const [first] = random(() => (commuting ? commutingSubject(alteration) : subject), seeds);
      expect(first?.split(':')[0]).toBe(check);
    });
  }

  it('and nothing in the machines without a defect', () => {
    expect(random(() => menciusSubject, 100)).toEqual([]);
    expect(random(commutingSubject, 100)).toEqual([]);
  });
});
