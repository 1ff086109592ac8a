import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import type { Deployment, ProtocolChoice } from '../../../src/topology/deployment.js';
import {
  deploymentOf,
  itHasNoUseForFastQuorums,
  itListsItsReads,
  itNamesQuorumsThatMiss,
  itTellsAllAtOnce,
} from '../check-suite.js';

const deployment = (quorum: unknown, choice?: Partial<ProtocolChoice>): Deployment =>
  deploymentOf(mencius, quorum, choice);

describe('what Mencius finds wrong with a deployment', () => {
  it('nothing, where every phase-1 quorum meets every phase-2 quorum, though phase-2 quorums do not meet each other', () => {
    expect(fitOf(mencius, deployment('majority'))).toEqual([]);
    expect(fitOf(mencius, deployment({ phase1: 3, phase2: 2 }))).toEqual([]);
    expect(
      fitOf(
        mencius,
        deployment({
          grid: [
            ['r0', 'r1'],
            ['r2', 'r3'],
          ],
        }),
      ),
    ).toEqual([]);
  });

  itNamesQuorumsThatMiss(mencius, { phase1: 2, phase2: 2 });

  itListsItsReads(mencius, 'consensus, local');

  it('a leader is a warning: there is none', () => {
    const [problem, ...others] = fitOf(mencius, deployment('majority', { leader: 'r1' }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'warning', position: { line: 3, column: 3 } });
  });

  itHasNoUseForFastQuorums(mencius);

  itTellsAllAtOnce(mencius, deployment({ phase1: 2, phase2: 2 }, { reads: 'quorum-lease', leader: 'r2' }), [
    'error',
    'error',
    'warning',
  ]);
});
