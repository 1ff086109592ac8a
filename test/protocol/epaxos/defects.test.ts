import { describe, expect, it } from 'vitest';
import { runSchedule } from '../schedule.js';
import { DEFECTS, type Defect } from './defects.js';
import { epaxosSubject } from './subject.js';

/** Violations in random schedules, until one is found. That nothing happens is not one of them. */
function random(n: number, seeds: number, alteration: Defect['alteration']): string[] {
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = { seed, n, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    const found = runSchedule(plan, epaxosSubject(alteration)).violations.filter(
      (what) => !what.startsWith('liveness'),
    );
    if (found.length > 0) return found;
  }
  return [];
}

describe('the checks bite: random schedules find', () => {
  for (const { name, n, seeds, alteration } of DEFECTS) {
    it(name, () => {
      expect(random(n, seeds, alteration)).not.toEqual([]);
    });
  }

  it('and nothing in the machine without a defect', () => {
    expect(random(3, 20, {})).toEqual([]);
    expect(random(5, 20, {})).toEqual([]);
  });
});
