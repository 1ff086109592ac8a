import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract.js';
import { multiPaxosMachine } from '../../../src/protocol/multi-paxos/machine.js';
import { altered } from '../altered.js';
import { explore } from '../explore.js';
import { recordTranscript } from '../recorder.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS, type Scripted } from './defects.js';
import { smallWorld } from './small-worlds.js';
import { multiPaxosSubject } from './subject.js';
import { multiPaxosWording } from './wording.js';

/** Violations in random schedules of three replicas, until one is found. That nothing happens is not one of them. */
function random(
  factory: MachineFactory,
  reads: 'leader-lease' | 'read-index' | 'consensus',
  seeds: number,
): string[] {
  const subject = { ...multiPaxosSubject, factory };
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = runSchedule({ seed, n: 3, quorum: 'majority', reads, disk: 'parallel' }, subject);
    const found = violations.filter((what) => !what.startsWith('liveness'));
    if (found.length > 0) return found;
  }
  return [];
}

function exhaustive(factory: MachineFactory): string | undefined {
  const bounds = { n: 3, quorum: 'majority', writesAt: [0, 1], elections: [1], crashes: 1, apart: true };
  return explore(smallWorld(bounds, factory)).violation;
}

/** Does c9 read 7 after c2 was told that 8 is written? */
function readsStale({ script }: Scripted, factory: MachineFactory): boolean {
  const transcript = recordTranscript(script, factory, multiPaxosWording);
  return /client c2: #1 is 8[\s\S]*client c9: #1 is 7/.test(transcript);
}

describe('the checks bite:', () => {
  for (const { name, alteration, found } of DEFECTS) {
    const factory = altered(multiPaxosSubject.factory, alteration);
    if (found.by === 'random') {
      it(`random schedules find ${name}`, () => {
        expect(random(factory, found.reads, found.seeds)).not.toEqual([]);
      });
    } else if (found.by === 'exhaustive') {
      it(`exhaustive exploration finds ${name}`, () => {
        expect(exhaustive(altered(multiPaxosMachine(), alteration))).toBeDefined();
      });
    } else {
      it(`a stale read shows ${name}`, () => {
        expect(readsStale(found, factory)).toBe(true);
        expect(readsStale(found, multiPaxosSubject.factory)).toBe(false);
      });
    }
  }

  it('and without a defect the same exploration finds nothing', () => {
    expect(exhaustive(multiPaxosMachine())).toBeUndefined();
  });
});
