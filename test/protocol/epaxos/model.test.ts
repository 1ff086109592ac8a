import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/distribution/points.js';
import { instant, leaf } from '../../../src/outcome/build.js';
import { isReadOnce } from '../../../src/outcome/leaves.js';
import type { Outcome } from '../../../src/outcome/outcome.js';
import type { View } from '../../../src/protocol/contract/model.js';
import { epaxos } from '../../../src/protocol/epaxos/epaxos.js';
import type { PreAccepted } from '../../../src/protocol/epaxos/messages.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { altered } from '../altered.js';
import { itTakesWhatTheModelSays } from '../model-suite.js';
import { anyQuietCase, type QuietCase, viewOfCase } from '../quiet-case.js';
import { durationOf, measure } from '../steady-state.js';
import { replicaIds, schemeOf, setupsOf } from '../subject.js';
import { GROUPS, QUORUMS } from './quorums.js';

const choices = {
  factory: epaxos.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }, { n: 2, quorum: 'majority' }],
  disks: ['parallel'],
  reads: ['consensus', 'local'],
  leads: false,
} as const;
const anyCase = anyQuietCase(choices);
const withRoles = anyQuietCase({ ...choices, quorums: GROUPS });

/** Everybody's answer to a pre-accept differs from what its leader proposed. */
const interfered = altered(epaxos.machine, {
  message: (_from, body) =>
    body.type === 'pre-accepted' ? { ...body, seq: (body as PreAccepted).seq + 1 } : body,
});

function withInterference(view: View, interference: number): View {
  const { protocol } = view.deployment;
  return { ...view, deployment: { protocol: { ...protocol, interference } } as Deployment };
}

describe('in the steady state, nothing else going on,', () => {
  it('a write takes the machine exactly as long as the model says, and is executed in that time, wherever it enters', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const operations = [0, given.entry].map((at) => ({ at, kind: 'write' }) as const);
        const [, measured] = measure(given.world, operations);
        expect(measured.result).toBe(2);
        expect(measured.latency).toBe(durationOf(epaxos.model.write(viewOfCase(given))));
        expect(measured.latency).toBe(durationOf(epaxos.model.execution!(viewOfCase(given))));
      }),
      { numRuns: 400 },
    );
  });

  it('a read takes the machine exactly as long as the model says: as a write, or local', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [, measured] = measure(given.world, [
          { at: 0, kind: 'write' },
          { at: given.entry, kind: 'read' },
        ]);
        expect(measured.result).toBe(1);
        expect(measured.latency).toBe(durationOf(epaxos.model.read(viewOfCase(given))));
        if (given.reads === 'local') expect(measured.messages).toEqual({});
      }),
      { numRuns: 400 },
    );
  });

  describe('where some have no vote,', () => {
    itTakesWhatTheModelSays(epaxos, withRoles, { before: ({ entry }) => entry, reads: '' });
  });

  it('on the slow path a write takes as long as the model says with interference 1: a second round, of a phase-2 quorum', () => {
    const anySlow = anyQuietCase({ ...choices, factory: interfered, quorums: QUORUMS });
    fc.assert(
      fc.property(anySlow, (given) => {
        const n = given.world.setups.length;
        const [measured] = measure(given.world, [{ at: given.entry, kind: 'write' }]);
        expect(measured.latency).toBe(durationOf(epaxos.model.write(withInterference(viewOfCase(given), 1))));
        // Who hears of the commit before its record is on disk says nothing any more.
        const { 'pre-accepted': preAccepted, accepted, ...others } = measured.messages;
        expect(others).toEqual({ 'pre-accept': n - 1, accept: n - 1, commit: n - 1 });
        expect(Math.max(preAccepted, accepted)).toBeLessThan(n);
      }),
      { numRuns: 400 },
    );
  });

  it('a write sends n−1 pre-accepts, pre-accepteds and commits, no more, and writes once to each disk', () => {
    let all = 0;
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [{ messages, writes }] = measure(given.world, [{ at: given.entry, kind: 'write' }]);
        const { 'pre-accepted': preAccepted = 0, ...others } = messages;
        expect(others).toEqual(n === 1 ? {} : { 'pre-accept': n - 1, commit: n - 1 });
        // Who hears of the commit before its record is on disk says nothing any more.
        expect(preAccepted).toBeLessThan(n);
        if (2 * (n - 1) + preAccepted === epaxos.traits.messagesPerWrite(n)) all++;
        expect(writes).toEqual(writes.map(() => 1));
      }),
    );
    expect(all).toBeGreaterThan(50);
  });
});

/** Five sites in a row, 10 ms from each to the next, there and back; disks of 2 ms; clients next to their replica. */
function row(): QuietCase {
  const sites = [0, 1, 2, 3, 4];
  const shared = {
    leader: undefined,
    quorum: schemeOf('majority', 5),
    disk: 'parallel',
    reads: 'consensus',
  } as const;
  return {
    world: {
      factory: epaxos.machine,
      setups: setupsOf(5, { ...shared, heartbeat: 1e5, election: [1e6, 2e6] }),
      oneWay: sites.map((from) => sites.map((to) => 5 * Math.abs(from - to))),
      toReplica: sites.map(() => 1),
      toClient: sites.map(() => 1),
      fsync: sites.map(() => 2),
    },
    entry: 0,
    leader: undefined,
    disk: 'parallel',
    reads: 'consensus',
  };
}

describe('with five replicas in a row, 10 ms from each to the next, there and back, and disks of 2 ms', () => {
  // By hand: the third fastest of 2, 12, 22, 32, 42 ms at the end, of 2, 12, 12, 22, 22 in the middle; 2 ms for the client.
  it('a write at the end takes 24 ms, one in the middle 14', () => {
    const given = row();
    expect(measure(given.world, [{ at: 0, kind: 'write' }])[0].latency).toBe(24);
    expect(measure(given.world, [{ at: 2, kind: 'write' }])[0].latency).toBe(14);
    expect(durationOf(epaxos.model.write(viewOfCase(given)))).toBe(24);
  });
});

describe('the model', () => {
  const view = (down: readonly string[]): View => {
    const base = viewOfCase(row());
    const never = { kind: 'never' } as Outcome;
    return {
      ...base,
      hop: (from, to, what) =>
        down.includes(from) || down.includes(to) ? never : from === to ? instant : base.hop(from, to, what),
    };
  };

  it('takes the slow path at once where too few are up for a fast quorum', () => {
    // Seven replicas, three of them down: fast quorums have five members.
    const ids = replicaIds(7);
    const quorum = schemeOf('majority', 7);
    const seven: View = {
      ...view([]),
      quorum,
      replicas: ids,
      hop: (from, to, what) => {
        const down = ['r4', 'r5', 'r6'];
        if (down.includes(from) || down.includes(to)) return { kind: 'never' } as Outcome;
        return from === to ? instant : leaf(constant(10), { what });
      },
      fsync: (_id, what) => leaf(constant(2), { what }),
    };
    // 10 to and from the client, and two rounds of 22 each.
    expect(durationOf(epaxos.model.write(seven))).toBe(64);
  });

  it('uses every delay once, so that its law is exact: also with interference', () => {
    expect(isReadOnce(epaxos.model.write(view([])))).toBe(true);
    expect(isReadOnce(epaxos.model.write(withInterference(view([]), 0.2)))).toBe(true);
  });
});
