import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/outcome/outcome.js';
import { ownersBetween } from '../../../src/protocol/mencius/covering.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import { predecessorsOf, throughLog } from '../../../src/protocol/mencius/model.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { durationOf, measure } from '../steady-state.js';
import { replicaIds, schemeOf } from '../subject.js';
import { anyCase, anyCaseWithRoles, type Case, viewOf, worldOf } from './steady.js';

/** The model of this case, where it is known where the command before came from. */
function modelOf(given: Case): Outcome {
  const last = replicaIds(given.world.setups.length)[given.last];
  return throughLog(viewOf(given), [{ entry: last, share: 1 }]);
}

describe('where some have no vote,', () => {
  it('a write takes the machine exactly as long as the model says: nobody waits for a skip of one that owns no slots', () => {
    fc.assert(
      fc.property(anyCaseWithRoles, (given) => {
        const { world, last, entry } = given;
        const measured = measure(world, [
          { at: entry, kind: 'write' },
          { at: last, kind: 'write' },
          { at: entry, kind: 'write' },
        ]);
        expect(measured[2].latency).toBe(durationOf(modelOf(given)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('in the steady state, nothing else going on,', () => {
  it('a write takes the machine exactly as long as the model says, whoever wrote before and wherever it enters', () => {
    let waitedForMore = 0;
    fc.assert(
      fc.property(anyCase, (given) => {
        const { world, last, entry } = given;
        const measured = measure(world, [
          { at: entry, kind: 'write' },
          { at: last, kind: 'write' },
          { at: entry, kind: 'write' },
          { at: last, kind: 'write' },
          { at: entry, kind: 'write' },
        ]);
        expect(measured[2].result).toBe(3);
        expect(measured[2].latency).toBe(durationOf(modelOf(given)));
        expect(measured[4].latency).toBe(measured[2].latency);
        const turned = { ...given, last: entry, entry: last };
        expect(measured[3].latency).toBe(durationOf(modelOf(turned)));
        if (measured[3].latency > durationOf(modelOf({ ...turned, last: (last + 1) % world.setups.length })))
          waitedForMore++;
      }),
      { numRuns: 400 },
    );
    expect(waitedForMore).toBeGreaterThan(0);
  });

  it('a read takes the machine exactly as long as the model says: as a write, or local', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [, measured] = measure(given.world, [
          { at: given.last, kind: 'write' },
          { at: given.entry, kind: 'read' },
        ]);
        expect(measured.result).toBe(1);
        if (given.reads === 'local') {
          expect(measured.latency).toBe(durationOf(mencius.model.read(viewOf(given))));
          expect(measured.messages).toEqual({});
        } else {
          expect(measured.latency).toBe(durationOf(modelOf(given)));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a write after one at the same replica sends n−1 suggests, accepted, commits and, if n > 2, covers at most, and writes once to each disk', () => {
    let covered = 0;
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [, { messages, writes }] = measure(given.world, [
          { at: given.entry, kind: 'write' },
          { at: given.entry, kind: 'write' },
        ]);
        const { cover = 0, ...others } = messages;
        expect(others).toEqual(n === 1 ? {} : { suggest: n - 1, accepted: n - 1, commit: n - 1 });
        expect([0, n - 1]).toContain(cover);
        if (cover > 0) covered++;
        expect(3 * (n - 1) + cover).toBeLessThanOrEqual(mencius.traits.messagesPerWrite(n));
        if (n === 2) expect(cover).toBe(0);
        expect(writes).toEqual(writes.map(() => 1));
      }),
    );
    expect(covered).toBeGreaterThan(0);
  });
});

describe('with five replicas in a row, 10 ms from each to the next, there and back, and disks of 2 ms', () => {
  const one = [0, 5, 10, 15, 20];
  const given = (last: number, entry: number): Case => ({
    world: worldOf(5, 'majority', 'parallel', 'consensus', {
      oneWay: one.map((from) => one.map((to) => Math.abs(from - to))),
      toReplica: one.map(() => 1),
      toClient: one.map(() => 1),
      fsync: one.map(() => 2),
    }),
    last,
    entry,
    disk: 'parallel',
    reads: 'consensus',
  });
  const took = ({ world, last, entry }: Case): number =>
    measure(world, [
      { at: last, kind: 'write' },
      { at: entry, kind: 'write' },
    ])[1].latency;

  // By hand: 1 + 1 ms to and from the client, 40 ms to the farthest and back, its 2 ms.
  it('writes at the first replica alone take 44 ms each: every other owns a slot between them', () => {
    expect(took(given(0, 0))).toBe(44);
    expect(durationOf(modelOf(given(0, 0)))).toBe(44);
  });

  // By hand: the third fastest of 2, 12, 22, 32, 42 ms, and 2 ms.
  it('one after a write at the last replica, which comes before it in turn, takes 24 ms: a majority', () => {
    expect(took(given(4, 0))).toBe(24);
    expect(durationOf(modelOf(given(4, 0)))).toBe(24);
  });

  it('one after a write at the third waits for the fourth, too, and the fifth: 44 ms', () => {
    expect(took(given(2, 0))).toBe(44);
    expect(durationOf(modelOf(given(2, 0)))).toBe(44);
  });
});

describe('the replicas that own a slot between', () => {
  it('are all others after a command of one’s own, none after one of the replica before', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(ownersBetween(ids, 'b', 'b')).toEqual(['c', 'd', 'a']);
    expect(ownersBetween(ids, 'a', 'b')).toEqual([]);
    expect(ownersBetween(ids, 'c', 'b')).toEqual(['d', 'a']);
    expect(ownersBetween(['a'], 'a', 'a')).toEqual([]);
  });
});

describe('where nothing is said of the command before,', () => {
  const rtt: Record<string, number> = { r0r0: 1, r0r1: 30, r0r2: 50, r2r0: 50, r2r1: 40, r2r2: 1 };
  const deployment = {
    protocol: {},
    replicas: replicaIds(3).map((id, index) => ({ id, index, at: [id] })),
    clients: [
      { at: ['r0'] },
      { at: ['r2'], entry: 'nearest' },
      { at: ['r2'], entry: 'r1' },
      { at: ['r2'], entry: 'leader' },
    ],
    network: { link: ([from]: string[], [to]: string[]) => ({ rtt: { mean: rtt[`${from}${to}`] } }) },
  } as unknown as Deployment;
  const base = viewOf({
    world: worldOf(3, 'majority', 'parallel', 'consensus', {
      oneWay: [
        [0, 1, 2],
        [1, 0, 4],
        [2, 4, 0],
      ],
      toReplica: [1, 1, 1],
      toClient: [1, 1, 1],
      fsync: [8, 8, 8],
    }),
    last: 0,
    entry: 0,
    disk: 'parallel',
    reads: 'consensus',
  });
  const view = { ...base, deployment, quorum: schemeOf('majority', 3) };

  it('it came from any client’s replica, each client as often as another: the one named, else the nearest', () => {
    expect(predecessorsOf(view)).toEqual([
      { entry: 'r0', share: 0.25 },
      { entry: 'r2', share: 0.5 },
      { entry: 'r1', share: 0.25 },
    ]);
  });

  it('a replica that is down takes no clients and covers nothing', () => {
    const hop: typeof base.hop = (from, to, what) =>
      from === 'r2' || to === 'r2' ? { kind: 'never' } : base.hop(from, to, what);
    const one = { ...view, hop };
    expect(predecessorsOf(one)).toEqual([
      { entry: 'r0', share: 0.25 },
      { entry: 'r1', share: 0.75 },
    ]);
    // r1 has it on disk after 1 + 8 + 1 ms, r0 after 8; the client is 1 ms away.
    expect(durationOf(throughLog(one, [{ entry: 'r0', share: 1 }]))).toBe(12);
    expect(durationOf(throughLog(view, [{ entry: 'r0', share: 1 }]))).toBe(14);
  });
});
