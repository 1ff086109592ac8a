import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Machine } from '../../../../src/protocol/contract/machine.js';
import { itTakesWhatTheModelSays } from '../../../../test/protocol/model-suite.js';
import { anyQuietCase } from '../../../../test/protocol/quiet-case.js';
import { describeSchedules } from '../../../../test/protocol/schedule-suite.js';
import { measure } from '../../../../test/protocol/steady-state.js';
import type { Subject } from '../../../../test/protocol/subject.js';
import { type State, soleCopyMachine } from '../src/machine.js';
import { soleCopy } from '../src/sole-copy.js';

const quorums = [
  { n: 3, quorum: 'majority' },
  { n: 5, quorum: 'majority' },
];

const anyCase = anyQuietCase({
  factory: soleCopy.machine,
  quorums,
  disks: soleCopy.traits.disk,
  reads: soleCopy.traits.reads,
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(soleCopy, anyCase, { reads: ', in every read mode' });
});

const stateOf = (machine: Machine): State => machine.state as State;

/** The others have nothing, and nothing is asked of them. */
const subject: Subject = {
  factory: soleCopyMachine(),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => (machine.leads ? stateOf(machine).executed : Number.POSITIVE_INFINITY),
  holds: (durable, { client, seq }) =>
    [...durable.values()].some((record) => {
      const command = record as Command;
      return command.client === client && command.seq === seq;
    }),
};

describe('whatever the network, the disk and the crashes do, nothing acknowledged is lost, all is answered', () => {
  describeSchedules(
    {
      protocol: 'sole-copy',
      subject,
      // Acknowledged means: on one disk.
      quorums: [{ name: 'one-of-3', n: 3, quorum: { phase1: 3, phase2: 1 } }],
      reads: soleCopy.traits.reads,
      disks: soleCopy.traits.disk,
      seeds: 40,
    },
    (total, runs) => {
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.splits).toBeGreaterThan(runs);
      // The leader crashed and came back.
      expect(total.leaderships).toBeGreaterThan(1.3 * runs);
      expect(total.lost).toBeGreaterThan(0);
      expect(total.doubled).toBeGreaterThan(0);
    },
  );
});

describe('every claim of the paper', () => {
  it('is a test here: what only its leader has, its leader alone writes', () => {
    fc.assert(
      fc.property(anyCase, ({ world, entry, leader }) => {
        const [write] = measure(world, [{ at: entry, kind: 'write' }]);
        expect(write.writes).toEqual(world.setups.map((_, i) => (i === leader ? 1 : 0)));
      }),
    );
  });
});
