import { expect, it } from 'vitest';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { altered } from '../altered.js';
import { describeDefects, staleReads } from '../defect-suite.js';
import { recordTranscript } from '../recorder.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { Invariants } from './invariants.js';
import { pacificaSubject } from './subject.js';
import { pacificaWording } from './wording.js';

describeDefects({
  defects: DEFECTS,
  schedule({ weather = {}, watched = false }, alteration, seed) {
    const invariants = new Invariants();
    const factory = watched
      ? invariants.watch(altered(pacificaSubject.factory, alteration))
      : altered(pacificaMachine(), alteration);
    const quorum = { phase1: 3, phase2: 1 };
    const plan = { seed, n: 3, quorum, reads: 'leader-lease', disk: 'parallel', weather } as const;
    const { violations } = runSchedule(plan, { ...pacificaSubject, factory });
    return [...violations, ...invariants.broken.map((what) => `invariant: ${what}`)];
  },
  otherwise: ({ script }, alteration) =>
    staleReads(recordTranscript(script, altered(pacificaMachine(), alteration), pacificaWording)),
  sound: 30,
});

it('without a defect the write of the script is acknowledged too, so that a read could be stale', () => {
  for (const { found } of DEFECTS) {
    if (found.by !== 'a script') continue;
    expect(recordTranscript(found.script, pacificaMachine(), pacificaWording)).toContain(
      'client c2: #1 is 8',
    );
  }
});
