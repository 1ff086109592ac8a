import { altered } from '../altered.js';
import { describeDefects } from '../defect-suite.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { fastPaxosSubject } from './subject.js';

describeDefects({
  defects: DEFECTS,
  schedule({ n = 3 }, alteration, seed) {
    const subject = { ...fastPaxosSubject, factory: altered(fastPaxosSubject.factory, alteration) };
    const plan = { seed, n, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    return runSchedule(plan, subject).violations;
  },
  sound: 30,
});
