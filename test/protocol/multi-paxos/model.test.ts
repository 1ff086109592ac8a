import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/distribution/points.js';
import { instant, leaf } from '../../../src/outcome/build.js';
import type { View } from '../../../src/protocol/contract.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { anyQuietCase, type QuietCase, viewOfCase } from '../quiet-case.js';
import { durationOf, measure } from '../steady-state.js';
import { replicaIds, schemeOf, setupsOf } from '../subject.js';
import { QUORUMS } from './quorums.js';

const anyCase = anyQuietCase({
  factory: multiPaxos.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }],
  disks: ['parallel', 'serial'],
  reads: ['consensus', 'leader-lease', 'read-index', 'local'],
});

describe('in the steady state, nothing else going on,', () => {
  it('a write takes the machine exactly as long as the model says, from every entry', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [, measured] = measure(given.world, [
          { at: given.leader!, kind: 'write' },
          { at: given.entry, kind: 'write' },
        ]);
        expect(measured.result).toBe(2);
        expect(measured.latency).toBe(durationOf(multiPaxos.model.write(viewOfCase(given))));
      }),
      { numRuns: 400 },
    );
  });

  it('a read takes the machine exactly as long as the model says, in every read mode', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [, measured] = measure(given.world, [
          { at: given.leader!, kind: 'write' },
          { at: given.entry, kind: 'read' },
        ]);
        expect(measured.result).toBe(1);
        expect(measured.latency).toBe(durationOf(multiPaxos.model.read(viewOfCase(given))));
      }),
      { numRuns: 400 },
    );
  });

  it('a write sends n−1 accepts, n−1 accepted and n−1 commits, and writes once to each disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [measured] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(measured.messages).toEqual(n === 1 ? {} : { accept: n - 1, accepted: n - 1, commit: n - 1 });
        const sent = Object.values(measured.messages).reduce((sum, count) => sum + count, 0);
        expect(sent).toBe(multiPaxos.traits.messagesPerWrite(n));
        expect(measured.writes).toEqual(measured.writes.map(() => 1));
      }),
    );
  });

  it('a read under a lease sends nothing beyond forward and result, and no read but one by consensus waits for a disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [{ messages, writes }] = measure(given.world, [{ at: given.entry, kind: 'read' }]);
        const n = given.world.setups.length;
        const own = given.entry === given.leader || given.reads === 'local' ? {} : { forward: 1, result: 1 };
        if (given.reads === 'leader-lease' || given.reads === 'local') expect(messages).toEqual(own);
        if (given.reads === 'read-index' && n > 1) {
          expect(messages).toEqual({ ...own, heartbeat: n - 1, following: n - 1 });
        }
        if (given.reads !== 'consensus') expect(writes).toEqual(writes.map(() => 0));
      }),
    );
  });
});

describe('with five replicas 10, 20, 30 and 40 ms away from the leader, there and back, and disks of 2 ms', () => {
  const one = [0, 5, 10, 15, 20];
  const world = (disk: 'parallel' | 'serial'): QuietCase => ({
    world: {
      factory: multiPaxos.machine,
      setups: setupsOf(5, {
        leader: 0,
        quorum: schemeOf('majority', 5),
        disk,
        reads: 'leader-lease',
        heartbeat: 1e5,
        election: [1e6, 2e6],
      }),
      oneWay: one.map((from) => one.map((to) => Math.abs(from - to))),
      toReplica: one.map(() => 1),
      toClient: one.map(() => 1),
      fsync: one.map(() => 2),
    },
    entry: 0,
    leader: 0,
    disk,
    reads: 'leader-lease',
  });

  // By hand: the client's 1 + 1 ms, and the second fastest follower: 20 ms there and back and 2 ms on its disk.
  it('a write takes 24 ms, disk parallel', () => {
    expect(durationOf(multiPaxos.model.write(viewOfCase(world('parallel'))))).toBe(24);
    expect(measure(world('parallel').world, [{ at: 0, kind: 'write' }])[0].latency).toBe(24);
  });

  it('and 26 ms, disk serial: the leader’s own 2 ms come first', () => {
    expect(durationOf(multiPaxos.model.write(viewOfCase(world('serial'))))).toBe(26);
    expect(measure(world('serial').world, [{ at: 0, kind: 'write' }])[0].latency).toBe(26);
  });

  it('entered at the farthest replica it takes 40 ms more, a round trip to the leader', () => {
    const given = { ...world('parallel'), entry: 4 };
    expect(durationOf(multiPaxos.model.write(viewOfCase(given)))).toBe(64);
    expect(measure(given.world, [{ at: 4, kind: 'write' }])[0].latency).toBe(64);
  });

  it('a read under the lease takes 2 ms', () => {
    expect(durationOf(multiPaxos.model.read(viewOfCase(world('parallel'))))).toBe(2);
    expect(measure(world('parallel').world, [{ at: 0, kind: 'read' }])[0].latency).toBe(2);
  });
});

describe('where the deployment leaves it open,', () => {
  const view = (protocol: object, leader: string | undefined = 'r0'): View => ({
    deployment: { protocol } as Deployment,
    entry: 'r0',
    leader,
    quorum: schemeOf('majority', 3),
    replicas: replicaIds(3),
    hop: (from, to, what) => (from === to ? instant : leaf(constant(1), { what })),
    fsync: (_id, what) => leaf(constant(10), { what }),
  });

  it('the disk is parallel and reads go by the leader’s lease, as the traits say', () => {
    expect(multiPaxos.traits.disk[0]).toBe('parallel');
    expect(multiPaxos.traits.reads[0]).toBe('leader-lease');
    expect(durationOf(multiPaxos.model.write(view({})))).toBe(14);
    expect(durationOf(multiPaxos.model.read(view({})))).toBe(2);
  });

  it('nothing finishes without a leader', () => {
    const headless: View = { ...view({}), leader: undefined };
    expect(durationOf(multiPaxos.model.write(headless))).toBe(Number.POSITIVE_INFINITY);
    expect(durationOf(multiPaxos.model.read(headless))).toBe(Number.POSITIVE_INFINITY);
  });
});
