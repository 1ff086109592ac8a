import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import { instant, leaf } from '../../src/outcome/build.js';
import type { View } from '../../src/protocol/contract/model.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { type QuietCase, quietRow, viewOfCase } from './quiet-case.js';
import { durationOf, measure } from './steady-state.js';
import { replicaIds, schemeOf } from './subject.js';

const RUNS = 400;

/** What differs between protocols in how their machine is held to their model. */
export interface Claims {
  /** Where the write before enters; at the leader where not given. */
  readonly before?: (given: QuietCase) => number;
  /** The end of the claim about reads. */
  readonly reads: string;
  /** What the read may see after one write; that write where not given. */
  readonly sees?: (given: QuietCase) => readonly number[];
}

/** Machine and model take exactly the same time in the cases drawn, each operation being the second. */
export function itTakesWhatTheModelSays(
  { model }: Protocol,
  anyCase: fc.Arbitrary<QuietCase>,
  { before = ({ leader }) => leader!, reads, sees = () => [1] }: Claims,
): void {
  it('a write takes the machine exactly as long as the model says, from every entry', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [, measured] = measure(given.world, [
          { at: before(given), kind: 'write' },
          { at: given.entry, kind: 'write' },
        ]);
        expect(measured.result).toBe(2);
        expect(measured.latency).toBe(durationOf(model.write(viewOfCase(given))));
      }),
      { numRuns: RUNS },
    );
  });

  it(`a read takes the machine exactly as long as the model says${reads}`, () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [, measured] = measure(given.world, [
          { at: before(given), kind: 'write' },
          { at: given.entry, kind: 'read' },
        ]);
        expect(sees(given)).toContain(measured.result);
        expect(measured.latency).toBe(durationOf(model.read(viewOfCase(given))));
      }),
      { numRuns: RUNS },
    );
  });
}

/** A read that one replica answers by itself passes between replicas at most to it and back. */
export function itReadsAtOneReplica(anyCase: fc.Arbitrary<QuietCase>): void {
  it('a read sends nothing between replicas beyond forward and result, and touches no disk', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [{ messages, writes }] = measure(given.world, [{ at: given.entry, kind: 'read' }]);
        const stays = given.entry === given.leader || given.reads === 'local';
        expect(messages).toEqual(stays ? {} : { forward: 1, result: 1 });
        expect(writes).toEqual(writes.map(() => 0));
      }),
    );
  });
}

/** The types of the messages by which a leader with a log gets an entry to the others, and answers reads of theirs. */
export interface LogMessages {
  readonly entry: string;
  readonly taken: string;
  readonly committed: string;
  readonly result: string;
}

/** One leader with a log: what a write and a read send, and which disks they wait for. */
export function itSendsFromOneLeader(
  { traits }: Protocol,
  anyCase: fc.Arbitrary<QuietCase>,
  { entry, taken, committed, result }: LogMessages,
): void {
  it(`a write sends n−1 ${entry}, n−1 ${taken} and n−1 ${committed}, and writes once to each disk`, () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const n = given.world.setups.length;
        const [{ messages, writes }] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(messages).toEqual(n === 1 ? {} : { [entry]: n - 1, [taken]: n - 1, [committed]: n - 1 });
        const sent = Object.values(messages).reduce((sum, count) => sum + count, 0);
        expect(sent).toBe(traits.messagesPerWrite(n));
        expect(writes).toEqual(writes.map(() => 1));
      }),
    );
  });

  it(`a read under a lease sends nothing beyond forward and ${result}, and no read but one by consensus waits for a disk`, () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [{ messages, writes }] = measure(given.world, [{ at: given.entry, kind: 'read' }]);
        const n = given.world.setups.length;
        const stays = given.entry === given.leader || given.reads === 'local';
        const own = stays ? {} : { forward: 1, [result]: 1 };
        if (given.reads === 'leader-lease' || given.reads === 'local') expect(messages).toEqual(own);
        if (given.reads === 'read-index' && n > 1) {
          expect(messages).toEqual({ ...own, heartbeat: n - 1, following: n - 1 });
        }
        if (given.reads !== 'consensus') expect(writes).toEqual(writes.map(() => 0));
      }),
    );
  });
}

/** The same where members have roles: arbiters are left alone. */
export function itSparesArbiters(
  anyCaseWithRoles: fc.Arbitrary<QuietCase>,
  { entry, taken, committed }: LogMessages,
): void {
  it(`an arbiter gets no ${entry}, ${taken} or ${committed} and writes nothing; a learner and a witness are sent as much as a voter`, () => {
    fc.assert(
      fc.property(anyCaseWithRoles, (given) => {
        const keeps = given.world.setups[0].members.map(({ role }) => role !== 'arbiter');
        const others = keeps.filter(Boolean).length - 1;
        const [{ messages, writes }] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(messages).toEqual({ [entry]: others, [taken]: others, [committed]: others });
        expect(writes).toEqual(keeps.map(Number));
      }),
    );
  });
}

/** A model without its leader finishes nothing. */
export function finishesNothing({ model }: Protocol, view: View): void {
  const headless: View = { ...view, leader: undefined };
  expect(durationOf(model.write(headless))).toBe(Number.POSITIVE_INFINITY);
  expect(durationOf(model.read(headless))).toBe(Number.POSITIVE_INFINITY);
}

/**
 * What a leader with a log takes, by hand: its followers' disks may be waited for beside its own or after it, and a
 * read under its lease waits for nobody.
 */
export function describeLeaderOfFive({ model, machine: factory }: Protocol): void {
  describe('with five replicas 10, 20, 30 and 40 ms away from the leader, there and back, and disks of 2 ms', () => {
    const given = (disk: 'parallel' | 'serial', entry = 0): QuietCase =>
      quietRow(factory, [0, 5, 10, 15, 20], {
        entry,
        disk,
        reads: 'leader-lease',
        quorum: 'majority',
        fsync: [2, 2, 2, 2, 2],
      });

    // By hand: the client's 1 + 1 ms, and the second fastest follower: 20 ms there and back and 2 ms on its disk.
    it.each([
      ['a write takes 24 ms, disk parallel', 'write', given('parallel'), 24],
      ['and 26 ms, disk serial: the leader’s own 2 ms come first', 'write', given('serial'), 26],
      [
        'entered at the farthest it takes 40 ms more, a round trip to the leader',
        'write',
        given('parallel', 4),
        64,
      ],
      ['a read under the lease takes 2 ms', 'read', given('parallel'), 2],
    ] as const)('%s', (_name, kind, one, takes) => {
      expect(durationOf(model[kind](viewOfCase(one)))).toBe(takes);
      expect(measure(one.world, [{ at: one.entry, kind }])[0].latency).toBe(takes);
    });
  });
}

/** Every hop takes 1 ms and every disk 10 ms, for three replicas of which r0 leads; the file says this and no more. */
export function plainView(protocol: object = {}, entry = 'r0', quorum: unknown = 'majority'): View {
  return {
    deployment: { protocol } as Deployment,
    entry,
    leader: 'r0',
    quorum: schemeOf(quorum, 3),
    replicas: replicaIds(3),
    hop: (from, to, what) => (from === to ? instant : leaf(constant(1), { what })),
    fsync: (_id, what) => leaf(constant(10), { what }),
  };
}
