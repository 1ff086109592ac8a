import { describe, expect, it } from 'vitest';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import type { Heartbeat, Newer, WouldVote } from '../../../src/protocol/raft/messages.js';
import { BoundFollower } from '../bound-follower.js';
import { schemeOf, setupsOf } from '../subject.js';
import { latePreVote } from './staged.js';

describe('a follower answers the old leader, and is moved into a later term where it is asked for its vote:', () => {
  it.each([false, true])(
    'while it is bound by the lease it gives none (restarting meanwhile: %s)',
    (restarts) => {
      const world = latePreVote(raftMachine(), restarts);
      expect(world.until(160)).toEqual([]);
      // The old leader reads by its lease, and the write waits for the election.
      expect(world.answers.get('3#1')).toBe(7);
      expect(world.answers.has('2#1')).toBe(false);
    },
  );

  it.each([false, true])(
    'once it is not, the other is elected, and the write goes through (%s)',
    (restarts) => {
      const world = latePreVote(raftMachine(), restarts);
      expect(world.until(1000)).toEqual([]);
      expect(world.answers.get('2#1')).toBe(8);
      expect(world.machines[1].leads || world.machines[2].leads).toBe(true);
    },
  );
});

describe('a follower that an operator orders to lead, and that knows of no leader in its term,', () => {
  const shared = { leader: 0, reads: 'leader-lease', disk: 'parallel', heartbeat: 20 } as const;
  const [, setup] = setupsOf(3, { ...shared, quorum: schemeOf('majority', 3), election: [80, 160] });
  const log = { from: 0, previous: 0, commit: 0, cut: 0 };
  const heartbeat: Heartbeat = { type: 'heartbeat', term: 1, round: 1, sentAt: 0, ...log };
  const newer: Newer = { type: 'newer', term: 2 };
  const wouldVote: WouldVote = { type: 'would-vote', term: 2 };

  it('asks for no votes while it is bound by the lease of the old leader, and does when its patience is over', () => {
    const follower = new BoundFollower(raftMachine(), setup);
    const { probe } = follower;
    follower.hear(0, heartbeat);
    expect(probe.ofType('following')).toHaveLength(1);
    follower.hear(2, newer);
    follower.order({ type: 'promote' });
    follower.hear(2, wouldVote);
    follower.write();
    expect(probe.ofType('pre-vote')).toEqual([]);
    expect(probe.ofType('request-vote')).toEqual([]);
    // Half of the range is drawn: 120 ms.
    follower.wait(120, () => undefined);
    expect(probe.ofType('pre-vote')).toHaveLength(2);
    follower.hear(2, wouldVote);
    follower.write();
    expect(probe.ofType('request-vote')).toHaveLength(2);
  });
});
