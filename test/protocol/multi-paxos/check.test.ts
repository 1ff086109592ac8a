import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { protocolNamed, protocols } from '../../../src/protocol/registry.js';
import type { Deployment, ProtocolChoice } from '../../../src/topology/deployment.js';
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
