import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract.js';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { altered } from '../altered.js';
import { recordTranscript } from '../recorder.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS, type Scripted } from './defects.js';
import { pacificaSubject } from './subject.js';
import { pacificaWording } from './wording.js';

/** Violations in random schedules of three replicas, until one is of this check. */
function random(factory: MachineFactory, check: string, seeds: number): string[] {
  const subject = { ...pacificaSubject, factory };
  const quorum = { phase1: 3, phase2: 1 };
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = runSchedule(
      { seed, n: 3, quorum, reads: 'leader-lease', disk: 'parallel' },
      subject,
    );
    const found = violations.filter((what) => what.startsWith(check));
    if (found.length > 0) return found;
  }
  return [];
}

/** Does c9 read 7 after c2 was told that 8 is written? */
function readsStale({ script }: Scripted, factory: MachineFactory): boolean {
  const transcript = recordTranscript(script, factory, pacificaWording);
  // That 8 is written shows in both cases: otherwise nothing could be stale.
  expect(transcript).toMatch(/client c2: #1 is 8/);
  return /client c2: #1 is 8[\s\S]*client c9: #1 is 7/.test(transcript);
}

describe('the checks bite:', () => {
  for (const { name, alteration, found } of DEFECTS) {
    const factory = altered(pacificaMachine(), alteration);
    if (found.by === 'script') {
      it(`a stale read shows ${name}`, () => {
        expect(readsStale(found, factory)).toBe(true);
        expect(readsStale(found, pacificaSubject.factory)).toBe(false);
      });
    } else {
      it(`the check of ${found.by}, in random schedules, finds ${name}`, () => {
        expect(random(factory, found.by, found.seeds)).not.toEqual([]);
      });
    }
  }

  it('and nothing in the machine without a defect', () => {
    for (const check of ['agreement', 'durability', 'reads']) {
      expect(random(pacificaSubject.factory, check, 60)).toEqual([]);
    }
  });
});
