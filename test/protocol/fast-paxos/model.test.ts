import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/distribution/points.js';
import { instant, leaf, never } from '../../../src/outcome/build.js';
import { CLIENT, type View } from '../../../src/protocol/contract/model.js';
import { fastPaxos } from '../../../src/protocol/fast-paxos/fast-paxos.js';
import { quorumsInUse } from '../../../src/protocol/fast-paxos/quorums.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { itTakesWhatTheModelSays } from '../model-suite.js';
import { anyQuietCase, type QuietCase, quietRow, viewOfCase } from '../quiet-case.js';
import { durationOf, measure } from '../steady-state.js';
import { replicaIds, schemeOf } from '../subject.js';
import { GROUPS, QUORUMS } from './quorums.js';

const anyCase = anyQuietCase({
  factory: fastPaxos.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }, { n: 2, quorum: 'majority' }],
  disks: ['parallel'],
  reads: ['consensus', 'local'],
  learners: ['client', 'coordinator'],
}).filter(({ world, leader }) => {
  // A slow request may be outrun by the commit of the command that it carries; its acceptor then has no vote to cast. The
  // model leaves that out: the way by the coordinator is longer wherever distances are distances.
  const { oneWay, toReplica, fsync, setups } = world;
  const ways = oneWay.map((to, i) => (i === leader ? 0 : to[leader!]));
  const votes = toReplica.map((delay, i) => delay + fsync[i] + ways[i]);
  const { fast } = quorumsInUse(setups[0].quorum);
  const heard = (at: number): number => votes.reduce((set, t, i) => (t <= at ? set | (1 << i) : set), 0);
  const chosen = Math.min(...votes.filter((at) => fast.contains(heard(at))));
  return toReplica.every((delay, i) => delay < chosen + (i === leader ? 0 : oneWay[leader!][i]));
});

describe('where members have roles,', () => {
  const withRoles = anyQuietCase({
    factory: fastPaxos.machine,
    quorums: GROUPS,
    disks: ['parallel'],
    reads: ['consensus', 'local'],
    learners: ['client', 'coordinator'],
  }).map(({ world, ...given }) => ({
    ...given,
    world: { ...world, toReplica: world.toReplica.map(() => 1) },
  }));
  itTakesWhatTheModelSays(fastPaxos, withRoles, {
    before: ({ entry }) => entry,
    reads: ', a learner’s answer too',
  });
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(fastPaxos, anyCase, {
    before: ({ entry }) => entry,
    reads: ', in every read mode, whoever learns',
  });

  it('a write that reaches all before it is chosen sends n−1 voted and n−1 commits between replicas, and writes once to each disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const world = { ...given.world, toReplica: given.world.toReplica.map(() => 1) };
        const [measured] = measure(world, [{ at: given.entry, kind: 'write' }]);
        expect(measured.messages).toEqual(n === 1 ? {} : { voted: n - 1, commit: n - 1 });
        const sent = Object.values(measured.messages).reduce((sum, count) => sum + count, 0);
        expect(sent).toBe(fastPaxos.traits.messagesPerWrite(n));
        expect(measured.writes).toEqual(measured.writes.map(() => 1));
      }),
    );
  });
});

describe('with five replicas 10, 20, 30 and 40 ms away from the coordinator, there and back, and disks of 2 ms', () => {
  const places = [0, 5, 10, 15, 20];
  const given = (learner: 'client' | 'coordinator'): QuietCase =>
    quietRow(fastPaxos.machine, places, {
      // The client is where r1 is, 1 ms away.
      client: places.map((at) => 1 + Math.abs(at - 5)),
      learner,
      disk: 'parallel',
      reads: 'consensus',
      quorum: 'majority',
      fsync: [2, 2, 2, 2, 2],
    });

  // By hand: a fast quorum of five is four, so the client at r1 waits for r3, 1 + 10 ms away, its disk, and back.
  it('a write takes 24 ms, the client learning', () => {
    expect(durationOf(fastPaxos.model.write(viewOfCase(given('client'))))).toBe(24);
    expect(measure(given('client').world, [{ at: 0, kind: 'write' }])[0].latency).toBe(24);
  });

  // r3 hears after 11 ms, has it on disk after 13, the coordinator knows after 28, the client 6 ms later.
  it('and 34 ms, the coordinator learning', () => {
    expect(durationOf(fastPaxos.model.write(viewOfCase(given('coordinator'))))).toBe(34);
    expect(measure(given('coordinator').world, [{ at: 0, kind: 'write' }])[0].latency).toBe(34);
  });
});

describe('the model', () => {
  const view = (protocol: object, down: readonly string[] = [], leader: string | undefined = 'r0'): View => ({
    deployment: { protocol } as Deployment,
    entry: 'r0',
    leader,
    quorum: schemeOf('majority', 3),
    replicas: replicaIds(3),
    hop: (from, to, what) => {
      if (down.includes(from) || down.includes(to)) return never;
      return from === to ? instant : leaf(constant(from === CLIENT || to === CLIENT ? 1 : 100), { what });
    },
    fsync: (_id, what) => leaf(constant(10), { what }),
  });

  it('has clients learn, and reads by consensus, where the deployment leaves it open', () => {
    expect(durationOf(fastPaxos.model.write(view({})))).toBe(12);
    expect(durationOf(fastPaxos.model.read(view({})))).toBe(112);
  });

  it('goes by classic rounds where too few replicas are up for a fast quorum: 1, 100 + 10 + 100, 1 ms', () => {
    expect(durationOf(fastPaxos.model.write(view({}, ['r2'])))).toBe(212);
    expect(durationOf(fastPaxos.model.write(view({}, ['r1', 'r2'])))).toBe(Number.POSITIVE_INFINITY);
  });

  it('adds a classic round at the coordinator to the share of operations that collide', () => {
    const { kind, ...rest } = fastPaxos.model.write(view({ interference: 0.25 })) as never as {
      kind: string;
      p: number;
      first: Parameters<typeof durationOf>[0];
      second: Parameters<typeof durationOf>[0];
    };
    expect([kind, rest.p]).toEqual(['choice', 0.25]);
    // Votes at the coordinator after 1 + 10 + 100, a classic round of 100 + 10 + 100, the answer 1.
    expect([durationOf(rest.first), durationOf(rest.second)]).toEqual([322, 12]);
  });

  it('finishes nothing without a coordinator', () => {
    const headless: View = { ...view({}), leader: undefined };
    expect(durationOf(fastPaxos.model.write(headless))).toBe(Number.POSITIVE_INFINITY);
    expect(durationOf(fastPaxos.model.read(headless))).toBe(Number.POSITIVE_INFINITY);
  });
});
