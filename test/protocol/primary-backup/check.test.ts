import { describe, expect, it } from 'vitest';
import { fitOf } from '../../../src/protocol/fit.js';
import { primaryBackup } from '../../../src/protocol/primary-backup/primary-backup.js';
import type { Deployment, ProtocolChoice } from '../../../src/topology/deployment.js';
import { deploymentOf, itTellsAllAtOnce } from '../check-suite.js';

const deployment = (quorum: unknown, choice: Partial<ProtocolChoice> = {}, n?: number): Deployment =>
  deploymentOf(primaryBackup, quorum, choice, {}, n);

describe('what primary/backup finds wrong with a deployment', () => {
  it('nothing, where others have each write, too, though quorums miss each other', () => {
    for (const quorum of ['all', 'majority', { threshold: 2 }, { expression: 'r0 & r1 | r2 & r3' }]) {
      expect(fitOf(primaryBackup, deployment(quorum))).toEqual([]);
    }
    expect(fitOf(primaryBackup, deployment('majority', {}, 1))).toEqual([]);
  });

  it('a primary that is a quorum by itself is a warning: its loss may lose acknowledged writes', () => {
    const [problem, ...others] = fitOf(primaryBackup, deployment({ threshold: 1 }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: 'warning', position: { line: 4, column: 3 } });
    expect(problem.message).toContain('{r0}');
    expect(problem.message).toContain('may lose acknowledged writes');
  });

  it('weights can do the same, for the primary that is named or, where none is, for any that may be chosen', () => {
    const heavy = { weights: { r2: 3 }, threshold: 3 };
    expect(fitOf(primaryBackup, deployment(heavy))).toEqual([]);
    expect(fitOf(primaryBackup, deployment(heavy, { leader: 'r2' }))[0].message).toContain('{r2}');
    expect(fitOf(primaryBackup, deployment(heavy, { leader: 'best' }))[0].message).toContain('{r2}');
    expect(fitOf(primaryBackup, deployment(heavy, { leader: undefined }))[0].message).toContain('{r2}');
  });

  it.each(['consensus', 'read-index', 'quorum-lease'] as const)(
    '%s reads, which it lacks, are an error',
    (reads) => {
      const [problem] = fitOf(primaryBackup, deployment('all', { reads }));
      expect(problem).toMatchObject({ severity: 'error', position: { line: 5, column: 3 } });
      expect(problem.message).toContain('primary, local');
    },
  );

  it('lease reads that the file asks for are a warning: there is no lease that ends', () => {
    const [problem, ...others] = fitOf(primaryBackup, deployment('all', { reads: 'leader-lease' }));
    expect(others).toEqual([]);
    expect(problem.severity).toBe('warning');
    expect(problem.message).toContain('no lease that ends');
  });

  it('a primary that is no replica is an error that lists the replicas', () => {
    const [problem] = fitOf(primaryBackup, deployment('all', { leader: 'va1' }));
    expect(problem).toMatchObject({ severity: 'error', position: { line: 3, column: 3 } });
    expect(problem.message).toContain('r0, r1, r2, r3');
  });

  it('phase-1 and fast quorums make no difference, and that is a warning', () => {
    const [phase1, ...none] = fitOf(primaryBackup, deployment({ phase1: 3, phase2: 2 }));
    expect(none).toEqual([]);
    expect(phase1).toMatchObject({ severity: 'warning' });
    expect(phase1.message).toContain('no elections');
    const [fast, ...others] = fitOf(primaryBackup, deployment({ classic: 'majority', fast: 4 }));
    expect(others).toEqual([]);
    expect(fast.message).toContain('no fast rounds');
  });

  itTellsAllAtOnce(primaryBackup, deployment({ threshold: 1 }, { reads: 'consensus', leader: 'va1' }), [
    'error',
    'error',
    'warning',
  ]);
});
