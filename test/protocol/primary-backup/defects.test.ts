import { describe, expect, it } from 'vitest';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { type Alteration, altered } from '../altered.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS, type Defect } from './defects.js';
import { runOperated } from './operated-schedule.js';
import { primaryBackupSubject } from './subject.js';

function violations({ where, quorum = { threshold: 2 }, seeds }: Defect, alteration: Alteration): string[] {
  const factory = altered(primaryBackupMachine(), alteration);
  for (let seed = 1; seed <= seeds; seed++) {
    const disk = seed % 2 === 0 ? 'serial' : 'parallel';
    const plan = { seed, n: 3, quorum, disk } as const;
    const found =
      where === 'alone'
        ? runSchedule({ ...plan, reads: 'primary' }, { ...primaryBackupSubject, factory }).violations
        : runOperated({ ...plan, operator: where, factory }).violations;
    const real = found.filter((what) => !what.startsWith('liveness'));
    if (real.length > 0) return [`seed ${seed}`, ...real];
  }
  return [];
}

describe('the checks bite: random schedules find', () => {
  for (const defect of DEFECTS) {
    it(`${defect.name}, and nothing without it`, () => {
      const found = violations(defect, defect.alteration);
      if (process.env.SHOW) process.stdout.write(`${defect.name}: ${found.slice(0, 2).join(', ')}\n`);
      expect(found).not.toEqual([]);
      expect(violations({ ...defect, seeds: 50 }, {})).toEqual([]);
    });
  }
});
