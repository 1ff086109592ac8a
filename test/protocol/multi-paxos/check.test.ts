import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { protocolNamed, protocols } from '../../../src/protocol/registry.js';
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
      name: 'multi-paxos',
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

  it('a phase-1 and a phase-2 quorum without a common member are an error that names both, where the quorum stands', () => {
    const [problem, ...others] = fitOf(multiPaxos, deployment({ phase1: 2, phase2: 2 }));
    expect(others).toEqual([]);
    expect(problem.severity).toBe('error');
    expect(problem.position).toEqual({ line: 4, column: 3 });
    expect(problem.file).toBe('ledger.yaml');
    const [, first, second] = /phase-1 quorum \{(.*?)\} and phase-2 quorum \{(.*?)\}/.exec(problem.message)!;
    const both = [...first.split(', '), ...second.split(', ')];
    expect(new Set(both).size).toBe(4);
  });

  it('a read mode it lacks is an error that lists those it has', () => {
    const [problem] = fitOf(multiPaxos, deployment('majority', { reads: 'quorum-lease' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 5, column: 3 } });
    expect(problem.message).toContain("no 'quorum-lease' reads");
    expect(problem.message).toContain('leader-lease, read-index, consensus, local');
  });

  it('a leader that is no replica is an error that lists the replicas; best and none at all are fine', () => {
    const [problem] = fitOf(multiPaxos, deployment('majority', { leader: 'va1' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 3, column: 3 } });
    expect(problem.message).toContain('r0, r1, r2, r3');
    expect(fitOf(multiPaxos, deployment('majority', { leader: 'best' }))).toEqual([]);
    expect(fitOf(multiPaxos, deployment('majority', { leader: undefined }))).toEqual([]);
  });

  it('a fast quorum is a warning: it makes no difference', () => {
    const [problem, ...others] = fitOf(multiPaxos, deployment({ classic: 'majority', fast: 4 }));
    expect(others).toEqual([]);
    expect(problem.severity).toBe('warning');
  });

  it('a heartbeat no shorter than the lease, nine tenths of the shortest election timeout, is a warning with lease reads alone', () => {
    const [problem, ...others] = fitOf(multiPaxos, deployment('majority', {}, { heartbeat: 900 }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'warning', position: { line: 8, column: 3 } });
    expect(fitOf(multiPaxos, deployment('majority', {}, { heartbeat: 899 }))).toEqual([]);
    expect(fitOf(multiPaxos, deployment('majority', { reads: 'read-index' }, { heartbeat: 900 }))).toEqual(
      [],
    );
  });

  it('every problem is told at once, and without a position where the file has none', () => {
    const wrong = deployment({ phase1: 2, phase2: 2 }, { reads: 'quorum-lease', leader: 'va1' });
    const problems = fitOf(multiPaxos, { ...wrong, locate: () => undefined });
    expect(problems.map(({ severity }) => severity)).toEqual(['error', 'error', 'error']);
    expect(problems.every((problem) => !('position' in problem))).toBe(true);
  });
});

describe('the registry', () => {
  it('finds each protocol by its name, each name once, and nothing by another', () => {
    for (const protocol of protocols) expect(protocolNamed(protocol.name)).toBe(protocol);
    expect(new Set(protocols.map(({ name }) => name)).size).toBe(protocols.length);
    expect(protocolNamed('multi-paxos')).toBe(multiPaxos);
    expect(protocolNamed('paxos-made-up')).toBeUndefined();
  });
});
