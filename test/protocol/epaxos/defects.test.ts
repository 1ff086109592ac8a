import { describeDefects } from '../defect-suite.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { epaxosSubject } from './subject.js';

describeDefects({
  defects: DEFECTS,
  schedule({ n = 3 }, alteration, seed) {
    const plan = { seed, n, quorum: 'majority', reads: 'consensus', disk: 'parallel' } as const;
    return runSchedule(plan, epaxosSubject(alteration)).violations;
  },
  sound: 15,
});
