import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { never } from '../../../src/outcome/build.js';
import type { View } from '../../../src/protocol/contract/model.js';
import { pacifica } from '../../../src/protocol/pacifica/pacifica.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { finishesNothing, itReadsAtOneReplica, itTakesWhatTheModelSays } from '../model-suite.js';
import { anyQuietCase, type QuietCase, quietRow, viewOfCase } from '../quiet-case.js';
import { durationOf, measure } from '../steady-state.js';
import { schemeOf, voters } from '../subject.js';

const anyCase = anyQuietCase({
  factory: pacifica.machine,
  quorums: [1, 2, 3, 4, 5, 7].map(usedBy),
  disks: ['parallel', 'serial'],
  reads: ['leader-lease', 'local'],
});

/** The quorums really used among so many that have a vote, of whom all or all but arbiters are in the configuration. */
function usedBy(n: number): { n: number; quorum: { phase1: number; phase2: number } } {
  return { n, quorum: { phase1: Math.floor(n / 2) + 1, phase2: n } };
}

const withRoles = anyQuietCase({
  factory: pacifica.machine,
  quorums: [
    { n: 4, quorum: usedBy(3).quorum, members: { 1: { role: 'learner' } } },
    { n: 5, quorum: usedBy(3).quorum, members: { 0: { role: 'learner' }, 4: { role: 'learner' } } },
    { n: 3, quorum: { phase1: 2, phase2: 2 }, members: { 2: { role: 'arbiter' } } },
    { n: 3, quorum: usedBy(3).quorum, members: { 0: { leads: 0 }, 1: { leads: 7 } } },
  ],
  disks: ['parallel', 'serial'],
  reads: ['leader-lease', 'local'],
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(pacifica, anyCase, {
    reads: '; at the primary it sees the write before it',
    // A secondary hears only with the next message that the write is committed.
    sees: ({ reads, entry, leader }) => [reads === 'local' && entry !== leader ? 0 : 1],
  });

  describe('where members have roles,', () => {
    itTakesWhatTheModelSays(pacifica, withRoles, {
      reads: ', at a learner too',
      sees: ({ reads, entry, leader }) => [reads === 'local' && entry !== leader ? 0 : 1],
    });
  });

  it('a write sends n−1 prepares and n−1 prepared, and writes once to each disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [measured] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(measured.messages).toEqual(n === 1 ? {} : { prepare: n - 1, prepared: n - 1 });
        expect(pacifica.traits.messagesPerWrite(n)).toBe(2 * (n - 1));
        expect(measured.writes).toEqual(measured.writes.map(() => 1));
      }),
    );
  });

  itReadsAtOneReplica(anyCase);
});

/** r0 is primary; secondaries 10, 20, 30 and 40 ms away one way; disks of 2 ms, the primary's of 5; clients 1 ms away. */
describe('by hand: a primary with secondaries 10, 20, 30, 40 ms away,', () => {
  const given = (disk: 'parallel' | 'serial', fsync = [5, 2, 2, 2, 2]): QuietCase =>
    quietRow(pacifica.machine, [0, 10, 20, 30, 40], {
      disk,
      reads: 'leader-lease',
      quorum: usedBy(5).quorum,
      fsync,
    });

  it.each([
    ['waits for the farthest: 1 + max(5, 80 + 2) + 1', 'parallel', [5, 2, 2, 2, 2], 84],
    ['and for its own disk, if that is slower: 1 + 100 + 1', 'parallel', [100, 2, 2, 2, 2], 102],
    ['serial, its own disk first: 1 + 5 + 82 + 1', 'serial', [5, 2, 2, 2, 2], 89],
    ['and for a slow disk nearer by: 1 + 20 + 70 + 1', 'parallel', [5, 70, 2, 2, 2], 92],
  ] as const)('a write %s', (_name, disk, fsync, takes) => {
    const one = given(disk, [...fsync]);
    expect(durationOf(pacifica.model.write(viewOfCase(one)))).toBe(takes);
    expect(measure(one.world, [{ at: 0, kind: 'write' }])[0].latency).toBe(takes);
  });

  /** As `explain` sees it: all messages from and to those that are down never arrive. */
  const without = (down: readonly string[]): View => {
    const view = viewOfCase(given('parallel'));
    const hop: View['hop'] = (from, to, what) =>
      down.includes(from) || down.includes(to) ? never : view.hop(from, to, what);
    return { ...view, hop };
  };

  it('secondaries that are lost are no longer waited for, while a majority is up: 1 + 62 + 1, 1 + 42 + 1', () => {
    expect(durationOf(pacifica.model.write(without(['r4'])))).toBe(64);
    expect(durationOf(pacifica.model.write(without(['r3', 'r4'])))).toBe(44);
    expect(durationOf(pacifica.model.write(without(['r2', 'r3', 'r4'])))).toBe(Number.POSITIVE_INFINITY);
  });

  it('nothing finishes without a primary', () => {
    finishesNothing(pacifica, viewOfCase(given('parallel')));
  });

  it('where the deployment leaves it open, the disk is parallel and reads are under lease', () => {
    const open: View = { ...viewOfCase(given('serial')), deployment: { protocol: {} } as Deployment };
    expect(durationOf(pacifica.model.write(open))).toBe(84);
    expect(durationOf(pacifica.model.read({ ...open, entry: 'r1' }))).toBe(22);
  });
});

it('writes use all replicas and the manager a majority of them, whatever the file asks for', () => {
  const { phase1, phase2 } = pacifica.quorums!(schemeOf({ threshold: 4 }, 5), voters(5));
  expect(phase1.contains(0b00111)).toBe(true);
  expect(phase1.contains(0b00011)).toBe(false);
  expect(phase2.contains(0b11111)).toBe(true);
  expect(phase2.contains(0b01111)).toBe(false);
  expect([1, 2, 3, 4, 5].map((n) => pacifica.traits.survives(n))).toEqual([0, 0, 1, 1, 2]);
});
