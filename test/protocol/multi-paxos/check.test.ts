import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { protocolNamed, protocols } from '../../../src/protocol/registry.js';
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
  deploymentOf(multiPaxos, quorum, choice);

describe('what Multi-Paxos finds wrong with a deployment', () => {
  it('nothing, where every phase-1 quorum meets every phase-2 quorum, though phase-2 quorums do not meet each other', () => {
    expect(fitOf(multiPaxos, deployment('majority'))).toEqual([]);
    expect(fitOf(multiPaxos, deployment({ phase1: 3, phase2: 2 }))).toEqual([]);
    expect(
      fitOf(
        multiPaxos,
        deployment({
          grid: [
            ['r0', 'r1'],
            ['r2', 'r3'],
          ],
        }),
      ),
    ).toEqual([]);
  });

  itNamesQuorumsThatMiss(multiPaxos, { phase1: 2, phase2: 2 });

  itListsItsReads(multiPaxos, 'leader-lease, read-index, consensus, local');

  itListsReplicas(multiPaxos);

  itHasNoUseForFastQuorums(multiPaxos);

  itWarnsOfLateHeartbeats(multiPaxos);

  it('writes that count on an arbiter are an error: it keeps no log; where they do without it all is well', () => {
    const arbiter = { 0: { role: 'arbiter', leads: 0 } } as const;
    const safe = deploymentOf(multiPaxos, 'majority', { leader: 'r1' }, {}, 3, arbiter);
    expect(fitOf(multiPaxos, safe)).toEqual([]);
    const { quorum } = deploymentOf(multiPaxos, 'majority', {}, {}, 3).protocol;
    const [problem, ...others] = fitOf(multiPaxos, { ...safe, protocol: { ...safe.protocol, quorum } });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'error', position: { line: 4, column: 3 } });
    expect(problem.message).toMatch(/count on r0, an arbiter.*in a replica with a log/);
  });

  it('a lease of PacificA makes no difference, and leader-lease is the key; nor does that where no read goes by it', () => {
    const found = (reads: ProtocolChoice['reads'], timeouts: Partial<Timeouts>) =>
      fitOf(multiPaxos, deploymentOf(multiPaxos, 'majority', { reads }, timeouts));
    expect(found('leader-lease', { lease: 9000 })).toMatchObject([
      {
        severity: 'warning',
        message: 'multi-paxos does not go by timeouts.lease, so it makes no difference',
        hint: 'what multi-paxos goes by is timeouts.leader-lease',
      },
    ]);
    expect(found('leader-lease', { leaderLease: 9000 })).toEqual([]);
    expect(found('read-index', { leaderLease: 9000 })).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('no read goes by a lease') },
    ]);
  });

  itTellsAllAtOnce(
    multiPaxos,
    deployment({ phase1: 2, phase2: 2 }, { reads: 'quorum-lease', leader: 'va1' }),
    ['error', 'error', 'error'],
  );
});

describe('the registry', () => {
  it('finds each protocol by its name, each name once, and nothing by another', () => {
    for (const protocol of protocols) expect(protocolNamed(protocol.name)).toBe(protocol);
    expect(new Set(protocols.map(({ name }) => name)).size).toBe(protocols.length);
    expect(protocolNamed('multi-paxos')).toBe(multiPaxos);
    expect(protocolNamed('paxos-made-up')).toBeUndefined();
  });
});
