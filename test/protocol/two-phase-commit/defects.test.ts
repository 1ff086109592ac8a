import { expect, it } from 'vitest';
import { type Alteration, altered } from '../altered.js';
import { describeDefects } from '../defect-suite.js';
import { recordTranscript } from '../recorder.js';
import { runSchedule } from '../schedule.js';
import { Atomicity } from './atomicity.js';
import { DEFECTS } from './defects.js';
import { twoPhaseCommitSubject } from './subject.js';
import { twoPhaseCommitWording } from './wording.js';

function violationsOf(alteration: Alteration, seed: number, atomicity = new Atomicity()): string[] {
  const factory = atomicity.watch(altered(twoPhaseCommitSubject.factory, alteration));
  const plan = { seed, n: 3, quorum: 'all', reads: 'primary', disk: 'serial' } as const;
  const { violations } = runSchedule(plan, { ...twoPhaseCommitSubject, factory });
  return [...atomicity.violations, ...violations];
}

describeDefects({
  defects: DEFECTS,
  schedule: (_found, alteration, seed) => violationsOf(alteration, seed),
  otherwise({ script }, alteration) {
    const atomicity = new Atomicity();
    const factory = atomicity.watch(altered(twoPhaseCommitSubject.factory, alteration));
    recordTranscript(script, factory, twoPhaseCommitWording);
    return atomicity.violations;
  },
  sound: 30,
});

it('in what is found sound, transactions commit and abort', () => {
  let [committed, aborted] = [0, 0];
  for (let seed = 1; seed <= 50; seed++) {
    const atomicity = new Atomicity();
    violationsOf({}, seed, atomicity);
    committed += atomicity.committed;
    aborted += atomicity.aborted;
  }
  expect(committed).toBeGreaterThan(50);
  expect(aborted).toBeGreaterThan(50);
});
