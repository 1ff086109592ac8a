import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract.js';
import { altered } from '../altered.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { fastPaxosSubject } from './subject.js';

/** Violations in random schedules, until one is found. That nothing happens is not one of them. */
function random(factory: MachineFactory, n: number, seeds: number): string[] {
  const subject = { ...fastPaxosSubject, factory };
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = { seed, n, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    const { violations } = runSchedule(plan, subject);
    const found = violations.filter((what) => !what.startsWith('liveness'));
    if (found.length > 0) return found;
  }
  return [];
}

describe('the checks bite: random schedules find', () => {
  for (const { name, alteration, found } of DEFECTS) {
    it(name, () => {
      const [first] = random(altered(fastPaxosSubject.factory, alteration), found.n, found.seeds);
      expect(found.as).toContain(first?.split(':')[0]);
    });
  }
});
