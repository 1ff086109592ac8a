import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { twoPhaseCommit } from '../../../src/protocol/two-phase-commit/two-phase-commit.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../check-suite.js';
import { replicaIds, schemeOf, voters } from '../subject.js';

function deployment(quorum: unknown, line: number | undefined): Deployment {
  return {
    file: 'ledger.yaml',
    replicas: replicaIds(3).map((id, index) => ({ id, index })),
    protocol: { name: 'two-phase-commit', leader: 'r0', quorum: schemeOf(quorum, 3) },
    locate: () => (line === undefined ? undefined : { line, column: 3 }),
  } as unknown as Deployment;
}

describe('what two-phase commit says to a deployment', () => {
  it('nothing where no quorum is asked for, or all', () => {
    expect(twoPhaseCommit.check(deployment('majority', undefined))).toEqual([]);
    expect(twoPhaseCommit.check(deployment('all', 4))).toEqual([]);
  });

  it('a quorum that could spare somebody is a warning: everybody votes', () => {
    const [problem, ...others] = twoPhaseCommit.check(deployment({ expression: 'r0 & (r1 | r2)' }, 4));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'warning',
      file: 'ledger.yaml',
      position: { line: 4, column: 3 },
    });
    expect(problem.message).toContain('every replica');
    expect(problem.message).toContain('r1, r2');
  });

  it('a member without a vote is an error where it stands, whatever it is called, and voters alone are allowed', () => {
    const members = { 2: { role: 'learner', leads: 0 } } as const;
    const found = fitOf(twoPhaseCommit, deploymentOf(twoPhaseCommit, 'all', {}, {}, 4, members));
    const [problem, ...others] = found.filter(({ severity }) => severity === 'error');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'error', file: 'ledger.yaml' });
    expect(problem.message).toBe('two-phase-commit has no learners, and r2 is one');
    expect(problem.hint).toBe('roles it has: voter');
    expect(fitOf(twoPhaseCommit, deploymentOf(twoPhaseCommit, 'all'))).toEqual([]);
  });

  it('the quorums that it uses are all, whatever is asked for, and no replica can be spared', () => {
    const { phase1, phase2, fast } = twoPhaseCommit.quorums!(schemeOf('majority', 3), voters(3));
    for (const system of [phase1, phase2]) {
      expect(system.contains(0b111)).toBe(true);
      for (const set of [0b011, 0b101, 0b110]) expect(system.contains(set)).toBe(false);
    }
    expect(fast).toBeUndefined();
    expect(twoPhaseCommit.traits.survives(3)).toBe(0);
    expect(twoPhaseCommit.traits.quorumSizes(3)).toEqual({ classic: 3 });
  });
});
