import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import type { Deployment, ProtocolChoice, Timeouts } from '../../../src/topology/deployment.js';
import {
  deploymentOf,
  itHasNoUseForFastQuorums,
  itListsItsReads,
  itListsReplicas,
  itNamesQuorumsThatMiss,
  itTellsAllAtOnce,
  itWarnsOfLateHeartbeats,
} from '../check-suite.js';

const deployment = (quorum: unknown, choice?: Partial<ProtocolChoice>): Deployment =>
  deploymentOf(raft, quorum, choice);

describe('what Raft finds wrong with a deployment', () => {
  it('nothing, where every phase-1 quorum meets every quorum of both phases, though phase-2 quorums do not meet each other', () => {
    expect(fitOf(raft, deployment('majority'))).toEqual([]);
    expect(fitOf(raft, deployment({ phase1: 3, phase2: 2 }))).toEqual([]);
    expect(fitOf(raft, deployment({ phase1: 4, phase2: 1 }))).toEqual([]);
  });

  itNamesQuorumsThatMiss(raft, { phase1: 3, phase2: 1 });

  it('two phase-1 quorums without a common member are an error: Election Safety (§5.2) needs one; Paxos does not', () => {
    const rows = {
      grid: [
        ['r0', 'r1'],
        ['r2', 'r3'],
      ],
    };
    for (const quorum of [{ phase1: 2, phase2: 3 }, rows]) {
      const [problem, ...others] = fitOf(raft, deployment(quorum));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ severity: 'error', position: { line: 4, column: 3 } });
      expect(problem.message).toMatch(/phase-1 quorums \{r\d, r\d\} and \{r\d, r\d\}.*two leaders/);
    }
  });

  itListsItsReads(raft, 'read-index, leader-lease, consensus, local');

  itListsReplicas(raft);

  itHasNoUseForFastQuorums(raft);

  itWarnsOfLateHeartbeats(raft);

  it('writes that count on an arbiter are an error: it keeps no log; where they do without it all is well', () => {
    const arbiter = { 0: { role: 'arbiter', leads: 0 } } as const;
    const safe = deploymentOf(raft, 'majority', { leader: 'r1' }, {}, 3, arbiter);
    expect(fitOf(raft, safe)).toEqual([]);
    const { quorum } = deploymentOf(raft, 'majority', {}, {}, 3).protocol;
    const [problem, ...others] = fitOf(raft, { ...safe, protocol: { ...safe.protocol, quorum } });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'error', position: { line: 4, column: 3 } });
    expect(problem.message).toMatch(/count on r0, an arbiter.*in a replica with a log/);
  });

  it('a lease of PacificA makes no difference, and leader-lease is the key; nor does that where no read goes by it', () => {
    const found = (reads: ProtocolChoice['reads'], timeouts: Partial<Timeouts>) =>
      fitOf(raft, deploymentOf(raft, 'majority', { reads }, timeouts));
    expect(found('leader-lease', { lease: 9000 })).toMatchObject([
      {
        severity: 'warning',
        message: 'raft does not go by timeouts.lease, so it makes no difference',
        hint: 'what raft goes by is timeouts.leader-lease',
      },
    ]);
    expect(found('leader-lease', { leaderLease: 9000 })).toEqual([]);
    expect(found('read-index', { leaderLease: 9000 })).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('no read goes by a lease') },
    ]);
  });

  itTellsAllAtOnce(raft, deployment({ phase1: 3, phase2: 1 }, { reads: 'quorum-lease', leader: 'va1' }), [
    'error',
    'error',
    'error',
  ]);
});
