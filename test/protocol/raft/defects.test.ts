import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { altered } from '../altered.js';
import { describeDefects } from '../defect-suite.js';
import { onlyTheWitnessHasIt } from '../only-the-witness.js';
import { planIn } from '../role-defects.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { runOrdered } from './ordered-schedule.js';
import { raftSubject } from './subject.js';

/** One entry in a message: what is told of one may be on its way while the next is not. */
const ENTRY_BY_ENTRY = raftMachine({ snapshotEvery: 1000, maxLag: 1000, batch: 1 });

/** Cuts its log early. */
const LITTLE = raftMachine({ snapshotEvery: 2, maxLag: 3, batch: 100 });

/** Some defects drive the machine into states that it cannot be in, where it throws: not what is looked for here. */
function judged(run: () => { readonly violations: readonly string[] }): readonly string[] {
  try {
    return run().violations;
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

describeDefects({
  defects: DEFECTS,
  schedule({ reads = 'consensus', group, operator, weather = {} }, alteration, seed) {
    const subject = { ...raftSubject, factory: altered(raftSubject.factory, alteration) };
    const plan = planIn(group, { seed, reads, disk: 'parallel' });
    return judged(() =>
      operator === undefined ? runSchedule({ ...plan, weather }, subject) : runOrdered(plan, subject),
    );
  },
  otherwise: ({ play }, alteration) =>
    play(altered(play === onlyTheWitnessHasIt ? LITTLE : ENTRY_BY_ENTRY, alteration)),
  sound: 30,
});
