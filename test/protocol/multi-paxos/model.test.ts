import { describe, expect, it } from 'vitest';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import {
  describeLeaderOfFive,
  finishesNothing,
  itSendsFromOneLeader,
  itSparesArbiters,
  itTakesWhatTheModelSays,
  plainView,
} from '../model-suite.js';
import { anyQuietCase } from '../quiet-case.js';
import { QUORUMS } from '../quorums.js';
import { GROUPS } from '../roles.js';
import { durationOf } from '../steady-state.js';

const MESSAGES = { entry: 'accept', taken: 'accepted', committed: 'commit', result: 'result' };

const anyCase = anyQuietCase({
  factory: multiPaxos.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }],
  disks: ['parallel', 'serial'],
  loops: ['blocking', 'free'],
  reads: ['consensus', 'leader-lease', 'read-index', 'local'],
});

describe('in the steady state, nothing else going on,', () => {
  itTakesWhatTheModelSays(multiPaxos, anyCase, { reads: ', in every read mode' });

  itSendsFromOneLeader(multiPaxos, anyCase, MESSAGES);
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

  itSparesArbiters(anyCaseWithRoles, MESSAGES);
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
