import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import type { Deployment, ProtocolChoice, Timeouts } from '../../../src/topology/deployment.js';
import { replicaIds, schemeOf } from '../subject.js';

const LINES: Record<string, number> = {
  protocol: 1,
  leader: 3,
  quorum: 4,
  reads: 5,
  timeouts: 7,
  heartbeat: 8,
};

function deployment(
  quorum: unknown,
  choice: Partial<ProtocolChoice> = {},
  timeouts: Partial<Timeouts> = {},
): Deployment {
  const ids = replicaIds(4);
  return {
    file: 'ledger.yaml',
    replicas: ids.map((id, index) => ({ id, index })),
    protocol: {
      name: 'raft',
      leader: 'r0',
      quorum: schemeOf(quorum, 4),
      disk: undefined,
      reads: undefined,
      processing: 0,
      ...choice,
    },
    timeouts: { heartbeat: 100, election: [1000, 2000], ...timeouts },
    locate: (path: readonly (string | number)[]) => {
      const line = LINES[String(path.at(-1))];
      return line === undefined ? undefined : { line, column: 3 };
    },
  } as unknown as Deployment;
}

describe('what Raft finds wrong with a deployment', () => {
  it('nothing, where every phase-1 quorum meets every quorum of both phases, though phase-2 quorums do not meet each other', () => {
    expect(fitOf(raft, deployment('majority'))).toEqual([]);
    expect(fitOf(raft, deployment({ phase1: 3, phase2: 2 }))).toEqual([]);
    expect(fitOf(raft, deployment({ phase1: 4, phase2: 1 }))).toEqual([]);
  });

  it('a phase-1 and a phase-2 quorum without a common member are an error that names both, where the quorum stands', () => {
    const [problem, ...others] = fitOf(raft, deployment({ phase1: 3, phase2: 1 }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'error',
      file: 'ledger.yaml',
      position: { line: 4, column: 3 },
    });
    const [, first, second] = /phase-1 quorum \{(.*?)\} and phase-2 quorum \{(.*?)\}/.exec(problem.message)!;
    expect(new Set([...first.split(', '), ...second.split(', ')]).size).toBe(4);
  });

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

  it('a read mode it lacks is an error that lists those it has', () => {
    const [problem] = fitOf(raft, deployment('majority', { reads: 'quorum-lease' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 5, column: 3 } });
    expect(problem.message).toContain("no 'quorum-lease' reads");
    expect(problem.message).toContain('read-index, leader-lease, consensus, local');
  });

  it('a leader that is no replica is an error that lists the replicas; best and none at all are fine', () => {
    const [problem] = fitOf(raft, deployment('majority', { leader: 'va1' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 3, column: 3 } });
    expect(problem.message).toContain('r0, r1, r2, r3');
    expect(fitOf(raft, deployment('majority', { leader: 'best' }))).toEqual([]);
    expect(fitOf(raft, deployment('majority', { leader: undefined }))).toEqual([]);
  });

  it('a fast quorum is a warning: it makes no difference', () => {
    const [problem, ...others] = fitOf(raft, deployment({ classic: 'majority', fast: 4 }));
    expect(others).toEqual([]);
    expect(problem.severity).toBe('warning');
  });

  it('a heartbeat no shorter than the lease, nine tenths of the shortest election timeout, is a warning with lease reads alone', () => {
    const [problem, ...others] = fitOf(
      raft,
      deployment('majority', { reads: 'leader-lease' }, { heartbeat: 900 }),
    );
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'warning', position: { line: 8, column: 3 } });
    expect(fitOf(raft, deployment('majority', { reads: 'leader-lease' }, { heartbeat: 899 }))).toEqual([]);
    expect(fitOf(raft, deployment('majority', {}, { heartbeat: 900 }))).toEqual([]);
  });

  it('every problem is told at once, and without a position where the file has none', () => {
    const wrong = deployment({ phase1: 3, phase2: 1 }, { reads: 'quorum-lease', leader: 'va1' });
    const problems = fitOf(raft, { ...wrong, locate: () => undefined });
    expect(problems.map(({ severity }) => severity)).toEqual(['error', 'error', 'error']);
    expect(problems.every((problem) => !('position' in problem))).toBe(true);
  });
});
