import { expect, it } from 'vitest';
import { chainReplicationMachine } from '../../../src/protocol/chain-replication/machine.js';
import { altered } from '../altered.js';
import { describeDefects, staleReads } from '../defect-suite.js';
import { recordTranscript } from '../recorder.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { Invariants } from './invariants.js';
import { chainSubject } from './subject.js';
import { chainWording } from './wording.js';

describeDefects({
  defects: DEFECTS,
  schedule({ weather = {}, watched = false }, alteration, seed) {
    const invariants = new Invariants();
    const factory = watched
      ? invariants.watch(altered(chainSubject.factory, alteration))
      : altered(chainReplicationMachine(), alteration);
    const quorum = { phase1: 3, phase2: 1 };
    const plan = { seed, n: 3, quorum, reads: 'tail', disk: 'serial', weather } as const;
    const { violations } = runSchedule(plan, { ...chainSubject, factory });
    return [...violations, ...invariants.broken.map((what) => `invariant: ${what}`)];
  },
  otherwise: ({ script }, alteration) =>
    staleReads(recordTranscript(script, altered(chainReplicationMachine(), alteration), chainWording)),
  sound: 30,
});

it('without a defect the write of the script is acknowledged too, so that a read could be stale', () => {
  for (const { found } of DEFECTS) {
    if (found.by !== 'a script') continue;
    expect(recordTranscript(found.script, chainReplicationMachine(), chainWording)).toContain(
      'client c2: #1 is 8',
    );
  }
});
