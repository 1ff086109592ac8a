import { describe, expect, it } from 'vitest';
import { epaxos } from '../../../src/protocol/epaxos/epaxos.js';
import { fastQuorumSize } from '../../../src/protocol/epaxos/quorums.js';
import { fitOf } from '../../../src/protocol/fit.js';
import { minimalQuorums } from '../../../src/quorum/minimal-quorums.js';
import type { Deployment, ProtocolChoice } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../check-suite.js';
import { schemeOf, voters } from '../subject.js';

const deployment = (n: number, quorum: unknown, choice: Partial<ProtocolChoice> = {}): Deployment =>
  deploymentOf(epaxos, quorum, choice, {}, n);

describe('what EPaxos finds wrong with a deployment', () => {
  it('nothing, where any two quorums meet, and fast ones are as large as the paper has them', () => {
    expect(fitOf(epaxos, deployment(5, 'majority'))).toEqual([]);
    expect(fitOf(epaxos, deployment(5, { classic: 'majority', fast: 4 }))).toEqual([]);
    expect(fitOf(epaxos, deployment(4, { weights: { r0: 2 }, threshold: 3 }))).toEqual([]);
  });

  it('two quorums without a common member are an error that names both, also two phase-2 quorums, also a fast one', () => {
    const [problem] = fitOf(epaxos, deployment(5, { phase1: 4, phase2: 2 }));
    expect(problem).toMatchObject({
      severity: 'error',
      position: { line: 4, column: 3 },
      file: 'ledger.yaml',
    });
    expect(problem.message).toMatch(
      /phase-2 quorum \{.*\} and phase-2 quorum \{.*\} have no replica in common/,
    );
    const [fast] = fitOf(epaxos, deployment(5, { classic: 4, fast: 2 }));
    expect(fast.message).toMatch(/fast quorum \{.*\} and fast quorum \{.*\}/);
  });

  it('a fast quorum that is safe but leaves recovery in doubt is a warning that tells the size it wants', () => {
    const [problem, ...others] = fitOf(epaxos, deployment(7, { classic: 'majority', fast: 4 }));
    expect(others).toEqual([]);
    expect(problem.severity).toBe('warning');
    expect(problem.message).toContain('smaller than the 5 of 7');
  });

  it('a read mode it lacks is an error, a leader a warning: there is none', () => {
    const problems = fitOf(epaxos, deployment(5, 'majority', { reads: 'read-index', leader: 'r1' }));
    expect(problems.map(({ severity }) => severity)).toEqual(['error', 'warning']);
  });
});

describe('fast quorums and phase 2', () => {
  it('a fast quorum that contains no phase-2 quorum is an error that names it', () => {
    const [problem, ...others] = fitOf(epaxos, deployment(5, { classic: 4, fast: 3 }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'error', position: { line: 4, column: 3 } });
    expect(problem.message).toMatch(/^fast quorum \{r0, r1, r2\} contains no phase-2 quorum/);
    expect(fitOf(epaxos, deployment(5, { classic: 3, fast: 3 }))).toEqual([]);
  });

  it('where the file names none each contains one, so that what all must have is on the disks of all', () => {
    expect(fitOf(epaxos, deployment(3, 'all'))).toEqual([]);
    const { fast } = epaxos.quorums!(schemeOf('all', 3), voters(3));
    expect([0b011, 0b101, 0b111].map((set) => fast!.contains(set))).toEqual([false, false, true]);
    const five = epaxos.quorums!(schemeOf({ phase1: 3, phase2: 4 }, 5), voters(5)).fast!;
    expect([0b00111, 0b01111].map((set) => five.contains(set))).toEqual([false, true]);
  });

  it('members without a vote do not count', () => {
    const members = { 0: { role: 'learner' }, 4: { role: 'learner' } } as const;
    const replicas = voters(5).map((voter, i) => ({ ...voter, ...members[i as 0] }));
    const { fast } = epaxos.quorums!(schemeOf('majority', 5, members), replicas);
    expect([0b00110, 0b10011].map((set) => fast!.contains(set))).toEqual([true, false]);
    expect(fitOf(epaxos, deploymentOf(epaxos, 'majority', {}, {}, 5, members))).toEqual([]);
  });
});

describe('fast quorums where the file names none', () => {
  it('have f + ⌊(f+1)/2⌋ members: 2 of 3, 3 of 5, 5 of 7, 6 of 9 (SOSP 2013, §4.4)', () => {
    expect([3, 5, 7, 9].map(fastQuorumSize)).toEqual([2, 3, 5, 6]);
  });

  it('leave out e of n with 2e + f − 1 ≤ n and are majorities, for every n (OPODIS 2025)', () => {
    for (let n = 1; n <= 30; n++) {
      const f = Math.floor((n - 1) / 2);
      const e = n - fastQuorumSize(n);
      expect(2 * e + f - 1).toBeLessThanOrEqual(n);
      expect(2 * fastQuorumSize(n)).toBeGreaterThan(n);
    }
  });

  it('are filled in beside the classic ones, and told', () => {
    const scheme = epaxos.quorums!(schemeOf('majority', 5), voters(5));
    expect(minimalQuorums(scheme.fast!)).toHaveLength(10);
    expect(scheme.describe()).toBe('majority (3 of 5), fast: 3 of 5');
    const own = schemeOf({ classic: 'majority', fast: 4 }, 5);
    expect(epaxos.quorums!(own, voters(5))).toBe(own);
  });
});
