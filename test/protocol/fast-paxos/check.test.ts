import { describe, expect, it } from 'vitest';
import { fastPaxos } from '../../../src/protocol/fast-paxos/fast-paxos.js';
import { quorumsInUse } from '../../../src/protocol/fast-paxos/quorums.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { replicaIds, schemeOf, voters } from '../subject.js';

function deployment(quorum: unknown, n: number): Deployment {
  return {
    file: 'ledger.yaml',
    replicas: voters(n),
    protocol: { name: 'fast-paxos', quorum: schemeOf(quorum, n) },
    locate: (path: readonly (string | number)[]) =>
      path.at(-1) === 'quorum' ? { line: 4, column: 3 } : undefined,
  } as unknown as Deployment;
}

/** The smallest k such that any k replicas are a fast quorum. */
function fastSize(n: number): number {
  const { fast } = quorumsInUse(schemeOf('majority', n));
  for (let k = 0; ; k++) if (fast.contains(2 ** k - 1)) return k;
}

describe('the fast quorums of Fast Paxos', () => {
  it('are ⌈3n/4⌉ where the file gives none, classic ones being majorities ("Fast Paxos" §3.1)', () => {
    expect([3, 5, 7, 9].map(fastSize)).toEqual([3, 4, 6, 7]);
    for (const n of [3, 5, 7, 9]) {
      const { fast, classic } = fastPaxos.traits.quorumSizes(n);
      expect([fast, classic]).toEqual([fastSize(n), Math.floor(n / 2) + 1]);
    }
  });

  it('are those of the file where it gives some', () => {
    const asked = schemeOf({ classic: 'majority', fast: 'all' }, 5);
    expect(quorumsInUse(asked)).toBe(asked);
    expect(fastPaxos.quorums?.(asked, voters(5))).toBe(asked);
  });

  it('contain a phase-2 quorum: where the file names none, else it is an error', () => {
    const { fast } = quorumsInUse(schemeOf('all', 4));
    expect([0b0111, 0b1111].map((set) => fast.contains(set))).toEqual([false, true]);
    const [problem] = fastPaxos.check(deployment({ classic: 'all', fast: 4 }, 5));
    expect(problem.message).toMatch(/^fast quorum \{r0, r1, r2, r3\} contains no phase-2 quorum/);
    expect(fastPaxos.check(deployment({ classic: 4, fast: 4 }, 5))).toEqual([]);
  });

  it('are no smaller than they must be: one less, and two of them and a majority miss each other', () => {
    for (let n = 1; n <= 9; n++) {
      const { fast } = fastPaxos.traits.quorumSizes(n);
      expect(fastPaxos.check(deployment({ classic: 'majority', fast: { threshold: fast! } }, n))).toEqual([]);
      if (n < 2) continue;
      const small = { classic: 'majority', fast: { threshold: fast! - 1 } };
      expect(fastPaxos.check(deployment(small, n)).length).toBeGreaterThan(0);
    }
  });
});

describe('what Fast Paxos finds wrong with a deployment', () => {
  it('nothing, with majorities of any size', () => {
    for (let n = 1; n <= 9; n++) expect(fastPaxos.check(deployment('majority', n))).toEqual([]);
  });

  it('two fast quorums and a classic one without a common member are an error that names the three', () => {
    const [problem, ...others] = fastPaxos.check(
      deployment({ classic: 'majority', fast: { threshold: 3 } }, 5),
    );
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'error',
      file: 'ledger.yaml',
      position: { line: 4, column: 3 },
    });
    const sets = [...problem.message.matchAll(/\{(.*?)\}/g)].map(([, set]) => set.split(', '));
    expect(sets.map((set) => set.length)).toEqual([3, 3, 3]);
    expect(replicaIds(5).filter((id) => sets.every((set) => set.includes(id)))).toEqual([]);
  });

  it('a phase-1 and a phase-2 quorum without a common member are an error of their own', () => {
    const [problem] = fastPaxos.check(deployment({ phase1: 2, phase2: 2 }, 4));
    expect(problem.severity).toBe('error');
    expect(problem.message).toMatch(/phase-1 quorum \{.*?\} and phase-2 quorum \{.*?\}/);
  });
});
