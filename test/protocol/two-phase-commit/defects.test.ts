import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract.js';
import { altered } from '../altered.js';
import { recordTranscript } from '../recorder.js';
import { runSchedule } from '../schedule.js';
import { Atomicity } from './atomicity.js';
import { DEFECTS } from './defects.js';
import { twoPhaseCommitSubject } from './subject.js';
import { twoPhaseCommitWording } from './wording.js';

/** Violations in one random schedule of three replicas. That nothing happens is not one of them. */
function violationsOf(factory: MachineFactory, seed: number, atomicity = new Atomicity()): string[] {
  const subject = { ...twoPhaseCommitSubject, factory: atomicity.watch(factory) };
  const plan = { seed, n: 3, quorum: 'all', reads: 'primary', disk: 'serial' } as const;
  const { violations } = runSchedule(plan, subject);
  return [...atomicity.violations, ...violations.filter((what) => !what.startsWith('liveness'))];
}

function inScript(script: string, factory: MachineFactory): string[] {
  const atomicity = new Atomicity();
  recordTranscript(script, atomicity.watch(factory), twoPhaseCommitWording);
  return atomicity.violations;
}

describe('the checks bite: they find', () => {
  for (const { name, alteration, caughtBy, seeds = 0, script } of DEFECTS) {
    const factory = altered(twoPhaseCommitSubject.factory, alteration);
    if (script !== undefined) {
      it(`${name}, by ${caughtBy}, where a script leads there`, () => {
        expect(inScript(script, factory)).not.toEqual([]);
        expect(inScript(script, twoPhaseCommitSubject.factory)).toEqual([]);
      });
      continue;
    }
    it(`${name}, by ${caughtBy}, in random schedules`, () => {
      let found: string[] = [];
      for (let seed = 1; seed <= seeds && found.length === 0; seed++) {
        found = violationsOf(factory, seed).filter((what) => what.startsWith(caughtBy));
      }
      expect(found).not.toEqual([]);
    });
  }

  it('and nothing without a defect, though transactions commit, abort and are in doubt', () => {
    const atomicity: Atomicity[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const watching = new Atomicity();
      atomicity.push(watching);
      expect(violationsOf(twoPhaseCommitSubject.factory, seed, watching)).toEqual([]);
    }
    expect(atomicity.reduce((sum, { committed }) => sum + committed, 0)).toBeGreaterThan(100);
    expect(atomicity.reduce((sum, { aborted }) => sum + aborted, 0)).toBeGreaterThan(100);
  });
});
