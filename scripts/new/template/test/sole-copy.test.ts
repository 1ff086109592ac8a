import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuietCase, viewOfCase } from '../../../../test/protocol/quiet-case.js';
import { durationOf, measure } from '../../../../test/protocol/steady-state.js';
import { soleCopy } from '../src/sole-copy.js';

const quorums = [
  { n: 3, quorum: 'majority' },
  { n: 5, quorum: 'majority' },
];

describe('in the steady state, nothing else going on,', () => {
  const anyCase = anyQuietCase({
    factory: soleCopy.machine,
    quorums,
    disks: soleCopy.traits.disk,
    reads: soleCopy.traits.reads,
  });

  it('a write and a read take the machine exactly as long as the model says, from every entry', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [write, read] = measure(given.world, [
          { at: given.entry, kind: 'write' },
          { at: given.entry, kind: 'read' },
        ]);
        expect(write.latency).toBe(durationOf(soleCopy.model.write(viewOfCase(given))));
        expect(read).toMatchObject({
          result: 1,
          latency: durationOf(soleCopy.model.read(viewOfCase(given))),
        });
      }),
    );
  });
});

describe('every claim of the paper', () => {
  it('is a test here: what only its leader has, its leader alone writes', () => {
    fc.assert(
      fc.property(fc.nat(2), (leader) => {
        const [given] = fc.sample(
          anyQuietCase({
            factory: soleCopy.machine,
            quorums: [quorums[0]],
            disks: ['parallel'],
            reads: ['primary'],
          }),
          { numRuns: 1, seed: leader },
        );
        const [write] = measure(given.world, [{ at: given.entry, kind: 'write' }]);
        expect(write.writes).toEqual([0, 1, 2].map((i) => (i === given.leader ? 1 : 0)));
      }),
    );
  });
});
