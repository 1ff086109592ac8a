import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { never } from '../../../src/outcome/build.js';
import { chainReplication } from '../../../src/protocol/chain-replication/chain-replication.js';
import type { View } from '../../../src/protocol/contract/model.js';
import { finishesNothing, itTakesWhatTheModelSays } from '../model-suite.js';
import { anyQuietCase, type QuietCase, quietRow, viewOfCase } from '../quiet-case.js';
import { durationOf, measure } from '../steady-state.js';
import { schemeOf, voters } from '../subject.js';

const anyCase = anyQuietCase({
  factory: chainReplication.machine,
  quorums: [1, 2, 3, 4, 5, 7].map((n) => ({ n, quorum: 'all' })),
  disks: ['serial'],
  reads: ['tail'],
});

/** The replica that comes last: in file order, without the head. */
function tailOf({ world, leader }: QuietCase): number {
  const last = world.setups.length - 1;
  return last > 0 && leader === last ? last - 1 : last;
}

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(chainReplication, anyCase, { reads: '; it sees the write before it' });

  it('a write sends n−1 updates and n−1 acknowledgements, and writes once to each disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [measured] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(measured.messages).toEqual(n === 1 ? {} : { update: n - 1, ack: n - 1 });
        expect(chainReplication.traits.messagesPerWrite(n)).toBe(2 * (n - 1));
        expect(measured.writes).toEqual(measured.writes.map(() => 1));
      }),
    );
  });

  it('a read at the tail sends nothing between replicas and touches no disk; elsewhere it is passed on once', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [{ messages, writes }] = measure(given.world, [{ at: given.entry, kind: 'read' }]);
        expect(messages).toEqual(given.entry === tailOf(given) ? {} : { forward: 1 });
        expect(writes).toEqual(writes.map(() => 0));
      }),
    );
  });
});

/** r0 is the head; the others 10, 20, 30 and 40 ms away from it one way, in a row; the client 1 to 5 ms from each. */
describe('by hand: a chain of five, 10 ms from each to the next,', () => {
  const given = (places = [0, 10, 20, 30, 40]): QuietCase =>
    quietRow(chainReplication.machine, places, {
      disk: 'serial',
      reads: 'tail',
      quorum: 'all',
      fsync: [5, 2, 2, 2, 2],
      client: [1, 2, 3, 4, 5],
    });
  const both = (one: QuietCase, kind: 'write' | 'read'): readonly [number, number] => [
    durationOf(chainReplication.model[kind](viewOfCase(one))),
    measure(one.world, [{ at: one.entry, kind }])[0].latency,
  ];

  it('a write goes once along it, disk after disk, and the answer leaves the tail: 1 + 5 + 4·(10 + 2) + 5', () => {
    expect(both(given(), 'write')).toEqual([59, 59]);
  });

  it('in another order of the file the way is longer: 0, 40, 10, 30, 20 is 40 + 30 + 20 + 10', () => {
    expect(both(given([0, 40, 10, 30, 20]), 'write')).toEqual([119, 119]);
  });

  it('a read is the tail’s alone: 5 + 5 there, and by way of the head 1 + 40 + 5', () => {
    expect(both({ ...given(), entry: 4 }, 'read')).toEqual([10, 10]);
    expect(both(given(), 'read')).toEqual([46, 46]);
  });

  /** As `explain` sees it: replicas that are down send, get and write nothing. */
  const without = (down: readonly string[], leader = 'r0', entry = leader): View => {
    const view = viewOfCase(given());
    const hop: View['hop'] = (from, to, what) =>
      down.includes(from) || down.includes(to) ? never : view.hop(from, to, what);
    const fsync: View['fsync'] = (id, what) => (down.includes(id) ? never : view.fsync(id, what));
    const quorum = chainReplication.quorums!(view.quorum, voters(5));
    return { ...view, leader, entry, quorum, hop, fsync };
  };

  it('those that are lost are out of the chain while a majority is up: no r2 saves its disk, no tail its way', () => {
    const { write, read } = chainReplication.model;
    expect(durationOf(write(without(['r2'])))).toBe(57);
    // 1 + 5 + 3·(10 + 2) + 4; and reads are at r3.
    expect(durationOf(write(without(['r4'])))).toBe(46);
    expect(durationOf(read(without(['r4'], 'r0', 'r3')))).toBe(8);
    // r1 is head: 2 + 2 + 3·(10 + 2) + 5.
    expect(durationOf(write(without(['r0'], 'r1')))).toBe(45);
    expect(durationOf(write(without(['r0', 'r1', 'r2'], 'r3')))).toBe(Number.POSITIVE_INFINITY);
  });

  it('nothing finishes without a head', () => {
    finishesNothing(chainReplication, viewOfCase(given()));
  });

  it('clients send reads to the last that is up, which is the head where it is alone', () => {
    expect(chainReplication.readContact!('r2', voters(5))).toBe('r4');
    expect(chainReplication.readContact!('r4', voters(5))).toBe('r3');
    expect(chainReplication.readContact!('r0', voters(1))).toBe('r0');
    const [first, second, third] = voters(3);
    expect(chainReplication.readContact!('r0', [first, second, { ...third, role: 'arbiter' }])).toBe('r1');
  });
});

it('writes use all replicas of the chain and its master a majority of all, whatever the file asks for', () => {
  const members = voters(5).map((one, i) => (i === 4 ? { ...one, role: 'arbiter' as const } : one));
  const { phase1, phase2 } = chainReplication.quorums!(schemeOf({ threshold: 4 }, 5), members);
  expect(phase1.contains(0b10011)).toBe(true);
  expect(phase1.contains(0b00011)).toBe(false);
  expect(phase2.contains(0b01111)).toBe(true);
  expect(phase2.contains(0b10111)).toBe(false);
  expect([1, 2, 3, 4, 5].map((n) => chainReplication.traits.survives(n))).toEqual([0, 0, 1, 1, 2]);
});
