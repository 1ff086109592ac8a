import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twoPhaseCommit } from '../../../src/protocol/two-phase-commit/two-phase-commit.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { finishesNothing, itReadsAtOneReplica, itTakesWhatTheModelSays } from '../model-suite.js';
import { anyQuietCase, type QuietCase, quietRow, viewOfCase } from '../quiet-case.js';
import { durationOf, measure } from '../steady-state.js';

const { model, traits, machine: factory } = twoPhaseCommit;

/** A majority asked for makes no difference: all vote. */
const anyCase = anyQuietCase({
  factory,
  quorums: [1, 2, 3, 5].flatMap((n) => [
    { n, quorum: 'all' },
    { n, quorum: 'majority' },
  ]),
  disks: traits.disk,
  reads: traits.reads,
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(twoPhaseCommit, anyCase, {
    // Local reads, too: all that the write caused is over.
    reads: ', and sees the write before it',
  });

  it('a write sends 4(n−1) messages and writes once at the coordinator, twice at each participant: BHG 1987, §7.4', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [measured] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        const each = n - 1;
        expect(measured.messages).toEqual(
          n === 1 ? {} : { prepare: each, vote: each, commit: each, ack: each },
        );
        expect(traits.messagesPerWrite(n)).toBe(4 * each);
        expect(measured.writes).toEqual(measured.writes.map((_, p) => (p === given.leader ? 1 : 2)));
      }),
    );
  });

  itReadsAtOneReplica(anyCase);
});

/** r0 coordinates; participants 10, 20, 30 and 40 ms away one way; disks of 2 ms, the coordinator's of 5; clients 1 ms away. */
describe('by hand: a coordinator with participants 10, 20, 30, 40 ms away,', () => {
  const given = (fsync = [5, 2, 2, 2, 2], entry = 0): QuietCase =>
    quietRow(factory, [0, 10, 20, 30, 40], { entry, disk: 'serial', reads: 'primary', quorum: 'all', fsync });

  it.each([
    ['the farthest votes last: 1 + 82 + 5 + 1', given(), 89],
    ['a slow disk nearby votes last: 1 + (20 + 90) + 5 + 1', given([5, 90, 2, 2, 2]), 117],
    ['its own disk is never beside the votes, always after: 1 + 82 + 100 + 1', given([100, 2, 2, 2, 2]), 184],
    ['entered at r2: 1 + 20 + 82 + 5 + 20 + 1', given(undefined, 2), 129],
  ])('%s', (_name, quiet, takes) => {
    expect(durationOf(model.write(viewOfCase(quiet)))).toBe(takes);
    expect(measure(quiet.world, [{ at: quiet.entry, kind: 'write' }])[0].latency).toBe(takes);
  });

  it('nothing finishes without a coordinator, and there are no reads but those it has', () => {
    const view = viewOfCase(given());
    finishesNothing(twoPhaseCommit, view);
    const consensus = { ...view, deployment: { protocol: { reads: 'consensus' } } as Deployment };
    expect(durationOf(model.read(consensus))).toBe(Number.POSITIVE_INFINITY);
  });

  it('where the deployment leaves it open, reads are the coordinator’s', () => {
    const view = { ...viewOfCase(given(undefined, 2)), deployment: { protocol: {} } as Deployment };
    expect(durationOf(model.read(view))).toBe(1 + 20 + 20 + 1);
  });
});
