import { expect, it } from 'vitest';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { fitOf } from '../../src/protocol/fit.js';
import type { Deployment, ProtocolChoice, Timeouts } from '../../src/topology/deployment.js';
import { type Members, schemeOf, voters } from './subject.js';

/** Where a file has what. */
const LINES: Record<string, number> = {
  protocol: 1,
  leader: 3,
  quorum: 4,
  reads: 5,
  timeouts: 7,
  heartbeat: 8,
};

/** Replicas of the deployments below. */
const N = 4;

/** What of a deployment a check looks at. r0 leads where one does. */
export function deploymentOf(
  { name, traits }: Protocol,
  quorum: unknown,
  choice: Partial<ProtocolChoice> = {},
  timeouts: Partial<Timeouts> = {},
  n = N,
  members: Members = {},
): Deployment {
  const { leaderLease, ...others } = timeouts;
  const given = leaderLease === undefined ? others : { ...others, 'leader-lease': leaderLease };
  return {
    file: 'ledger.yaml',
    replicas: voters(n).map((voter, index) => ({ ...voter, ...members[index] })),
    protocol: {
      name,
      leader: traits.leadership === 'none' ? undefined : 'r0',
      quorum: schemeOf(quorum, n, members),
      disk: undefined,
      reads: undefined,
      processing: 0,
      ...choice,
    },
    timeouts: { heartbeat: 100, election: [1000, 2000], ...timeouts },
    locate: (path: readonly (string | number)[]) => {
      const key = String(path.at(-1));
      const line = LINES[key] ?? (key in given ? 9 : undefined);
      return line === undefined ? undefined : { line, column: 3 };
    },
  } as unknown as Deployment;
}

/** @param quorum of four replicas, of which two quorums that the protocol needs to meet have two members each, or three and one */
export function itNamesQuorumsThatMiss(protocol: Protocol, quorum: unknown): void {
  it('a phase-1 and a phase-2 quorum without a common member are an error that names both, where the quorum stands', () => {
    const [problem, ...others] = fitOf(protocol, deploymentOf(protocol, quorum));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'error',
      file: 'ledger.yaml',
      position: { line: 4, column: 3 },
    });
    const [, first, second] = /phase-1 quorum \{(.*?)\} and phase-2 quorum \{(.*?)\}/.exec(problem.message)!;
    expect(new Set([...first.split(', '), ...second.split(', ')]).size).toBe(N);
  });
}

/** @param has the read modes of the protocol, as the message lists them */
export function itListsItsReads(protocol: Protocol, has: string): void {
  it('a read mode it lacks is an error that lists those it has', () => {
    const [problem] = fitOf(protocol, deploymentOf(protocol, 'majority', { reads: 'quorum-lease' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 5, column: 3 } });
    expect(problem.message).toContain("no 'quorum-lease' reads");
    expect(problem.message).toContain(has);
  });
}

export function itListsReplicas(protocol: Protocol): void {
  it('a leader that is no replica is an error that lists the replicas; best and none at all are fine', () => {
    const [problem] = fitOf(protocol, deploymentOf(protocol, 'majority', { leader: 'va1' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 3, column: 3 } });
    expect(problem.message).toContain('r0, r1, r2, r3');
    expect(fitOf(protocol, deploymentOf(protocol, 'majority', { leader: 'best' }))).toEqual([]);
    expect(fitOf(protocol, deploymentOf(protocol, 'majority', { leader: undefined }))).toEqual([]);
  });
}

export function itHasNoUseForFastQuorums(protocol: Protocol): void {
  it('a fast quorum is a warning: it makes no difference', () => {
    const quorum = { classic: 'majority', fast: 4 };
    const [problem, ...others] = fitOf(protocol, deploymentOf(protocol, quorum));
    expect(others).toEqual([]);
    expect(problem.severity).toBe('warning');
  });
}

export function itWarnsOfLateHeartbeats(protocol: Protocol): void {
  it('a heartbeat no shorter than the lease, nine tenths of the shortest election timeout, is a warning with lease reads alone', () => {
    const found = (reads: ProtocolChoice['reads'], heartbeat: number) =>
      fitOf(protocol, deploymentOf(protocol, 'majority', { reads }, { heartbeat }));
    const [problem, ...others] = found('leader-lease', 900);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'warning', position: { line: 8, column: 3 } });
    expect(found('leader-lease', 899)).toEqual([]);
    expect(found('read-index', 900)).toEqual([]);
    // What the file leaves open goes by what the protocol does then.
    expect(found(undefined, 900)).toEqual(found(protocol.traits.reads[0], 900));
  });
}

/** @param wrong in several ways, of these severities */
export function itTellsAllAtOnce(
  protocol: Protocol,
  wrong: Deployment,
  severities: readonly ('error' | 'warning')[],
): void {
  it('every problem is told at once, errors first, and without a position where the file has none', () => {
    const problems = fitOf(protocol, { ...wrong, locate: () => undefined });
    expect(problems.map(({ severity }) => severity)).toEqual(severities);
    expect(problems.every((problem) => !('position' in problem))).toBe(true);
  });
}
