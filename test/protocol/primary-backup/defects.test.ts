import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { altered } from '../altered.js';
import { describeDefects } from '../defect-suite.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { runOperated } from './operated-schedule.js';
import { primaryBackupSubject } from './subject.js';

describeDefects({
  defects: DEFECTS,
  schedule({ quorum = { threshold: 2 }, operator }, alteration, seed) {
    const subject = { ...primaryBackupSubject, factory: altered(primaryBackupMachine(), alteration) };
    const plan = { seed, n: 3, quorum, disk: seed % 2 === 0 ? 'serial' : 'parallel' } as const;
    return operator === undefined
      ? runSchedule({ ...plan, reads: 'primary' }, subject).violations
      : runOperated({ ...plan, operator }, subject).violations;
  },
  sound: 30,
});
