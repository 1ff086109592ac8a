import { altered } from '../altered.js';
import { describeDefects } from '../defect-suite.js';
import { runSchedule } from '../schedule.js';
import { commutingSubject } from './commuting.js';
import { DEFECTS } from './defects.js';
import { menciusSubject } from './subject.js';

describeDefects({
  defects: DEFECTS,
  schedule({ commuting }, alteration, seed) {
    const usual = { ...menciusSubject, factory: altered(menciusSubject.factory, alteration) };
    const plan = { seed, n: 3, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    return runSchedule(plan, commuting ? commutingSubject(alteration) : usual).violations;
  },
  sound: 30,
});
