import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { describeLeaderOfFive, finishesNothing, itTakesWhatTheModelSays, plainView } from '../model-suite.js';
import { anyQuietCase } from '../quiet-case.js';
import { QUORUMS } from '../quorums.js';
import { GROUPS } from '../roles.js';
import { durationOf, measure } from '../steady-state.js';

const anyCase = anyQuietCase({
  factory: multiPaxos.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }],
  disks: ['parallel', 'serial'],
  loops: ['blocking', 'free'],
  reads: ['consensus', 'leader-lease', 'read-index', 'local'],
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(multiPaxos, anyCase, { reads: ', in every read mode' });

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

describe('where members have roles,', () => {
  const anyCaseWithRoles = anyQuietCase({
    factory: multiPaxos.machine,
    quorums: GROUPS,
    disks: ['parallel', 'serial'],
    loops: ['blocking', 'free'],
    reads: ['consensus', 'leader-lease', 'read-index', 'local'],
  });

  itTakesWhatTheModelSays(multiPaxos, anyCaseWithRoles, { reads: ', in every read mode' });

  it('an arbiter gets no accept, accepted or commit and writes nothing; a learner and a witness are sent as much as a voter', () => {
    fc.assert(
      fc.property(anyCaseWithRoles, (given) => {
        const { setups } = given.world;
        const keeps = setups[0].members.map(({ role }) => role !== 'arbiter');
        const others = keeps.filter(Boolean).length - 1;
        const [{ messages, writes }] = measure(given.world, [{ at: given.leader!, kind: 'write' }]);
        expect(messages).toEqual({ accept: others, accepted: others, commit: others });
        expect(writes).toEqual(keeps.map(Number));
      }),
    );
  });
});

describeLeaderOfFive(multiPaxos);

describe('where the deployment leaves it open,', () => {
  it('the disk is parallel and reads go by the leader’s lease, as the traits say', () => {
    expect(multiPaxos.traits.disk[0]).toBe('parallel');
    expect(multiPaxos.traits.reads[0]).toBe('leader-lease');
    expect(durationOf(multiPaxos.model.write(plainView()))).toBe(14);
    expect(durationOf(multiPaxos.model.read(plainView()))).toBe(2);
  });

  it('nothing finishes without a leader', () => {
    finishesNothing(multiPaxos, plainView());
  });
});
