import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { primaryBackup } from '../../../src/protocol/primary-backup/primary-backup.js';
import { finishesNothing, itReadsAtOneReplica, itTakesWhatTheModelSays, plainView } from '../model-suite.js';
import { anyQuietCase, type QuietCase, quietRow, viewOfCase } from '../quiet-case.js';
import { groupsOf } from '../roles.js';
import { durationOf, measure } from '../steady-state.js';
import { QUORUMS } from './quorums.js';

const anyCase = anyQuietCase({
  factory: primaryBackup.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }],
  disks: ['parallel', 'serial'],
  reads: ['primary', 'local'],
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(primaryBackup, anyCase, {
    reads: '; at the primary it sees the write before it',
    sees: ({ reads, entry, leader }) => (reads === 'primary' || entry === leader ? [1] : [0, 1]),
  });

  it('a write sends n−1 appends and n−1 flushed, whatever the quorum, and writes once to each disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [measured] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(measured.messages).toEqual(n === 1 ? {} : { append: n - 1, flushed: n - 1 });
        expect(primaryBackup.traits.messagesPerWrite(n)).toBe(2 * (n - 1));
        expect(measured.writes).toEqual(measured.writes.map(() => 1));
      }),
    );
  });

  itReadsAtOneReplica(anyCase);

  describe('where members have roles,', () => {
    const groups = groupsOf(1, 'learner', 'witness', 'two-witnesses', 'kept-from-leading');
    const withRoles = anyQuietCase({
      factory: primaryBackup.machine,
      quorums: groups,
      disks: ['parallel', 'serial'],
      reads: ['primary', 'local'],
    });
    itTakesWhatTheModelSays(primaryBackup, withRoles, {
      reads: ', at a learner too',
      sees: ({ reads, entry, leader }) => (reads === 'primary' || entry === leader ? [1] : [0, 1]),
    });
  });
});

/** r0 is primary; backups 10, 20, 30 and 40 ms away one way; disks of 2 ms, the primary's of 5; clients 1 ms away. */
describe('by hand: a primary with backups 10, 20, 30, 40 ms away,', () => {
  const given = (quorum: unknown, disk: 'parallel' | 'serial', fsync = [5, 2, 2, 2, 2]): QuietCase =>
    quietRow(primaryBackup.machine, [0, 10, 20, 30, 40], { disk, reads: 'primary', quorum, fsync });

  it.each([
    ['asynchronous, serial: 1 + 5 + 1', { threshold: 1 }, 'serial', 7],
    ['asynchronous, parallel: the same', { threshold: 1 }, 'parallel', 7],
    ['one backup, serial: 1 + 5 + 22 + 1', { threshold: 2 }, 'serial', 29],
    ['one backup, parallel: 1 + max(5, 22) + 1', { threshold: 2 }, 'parallel', 24],
    ['majority, serial: the second backup, 1 + 5 + 42 + 1', 'majority', 'serial', 49],
    ['synchronous, serial: the farthest, 1 + 5 + 82 + 1', 'all', 'serial', 89],
    ['synchronous, parallel: 1 + max(5, 82) + 1', 'all', 'parallel', 84],
    ['the third backup by name, serial: 1 + 5 + 62 + 1', { expression: 'r0 & r3' }, 'serial', 69],
  ] as const)('%s', (_name, quorum, disk, takes) => {
    expect(durationOf(primaryBackup.model.write(viewOfCase(given(quorum, disk))))).toBe(takes);
    expect(measure(given(quorum, disk).world, [{ at: 0, kind: 'write' }])[0].latency).toBe(takes);
  });

  it('its own disk is waited for even where a quorum has the write without it: 1 + 100 + 1', () => {
    const slow = given({ threshold: 2 }, 'parallel', [100, 2, 2, 2, 2]);
    expect(durationOf(primaryBackup.model.write(viewOfCase(slow)))).toBe(102);
    expect(measure(slow.world, [{ at: 0, kind: 'write' }])[0].latency).toBe(102);
  });

  it('nothing finishes without a primary', () => {
    finishesNothing(primaryBackup, viewOfCase(given('all', 'serial')));
  });
});

it('where the deployment leaves it open, the disk is serial and reads are the primary’s', () => {
  const view = plainView({}, 'r1', 'all');
  expect(primaryBackup.traits.disk[0]).toBe('serial');
  expect(primaryBackup.traits.reads[0]).toBe('primary');
  expect(durationOf(primaryBackup.model.write(view))).toBe(1 + 1 + 10 + 12 + 1 + 1);
  expect(durationOf(primaryBackup.model.read(view))).toBe(4);
});
