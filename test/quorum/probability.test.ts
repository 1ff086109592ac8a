import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dual } from '../../src/quorum/dual.js';
import { parseExpression } from '../../src/quorum/parse-expression.js';
import { fromExpression, grid, hierarchical, majority, threshold } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import { arbitraryProbabilities, arbitrarySystem } from './arbitrary-systems.js';
import { replicas, summedProbability } from './brute-force.js';

const same = (system: QuorumSystem, p: number) => system.members.map(() => p);

function binomialTail(n: number, k: number, p: number): number {
  let sum = 0;
  let ways = 1;
  for (let i = 0; i <= n; i++) {
    sum += i >= k ? ways * p ** i * (1 - p) ** (n - i) : 0;
    ways = (ways * (n - i)) / (i + 1);
  }
  return sum;
}

describe('probability', () => {
  test('is the sum over all sets that contain a quorum', () => {
    fc.assert(
      fc.property(arbitrarySystem(7), arbitraryProbabilities(7), (system, p) => {
        expect(system.probability(p)).toBeCloseTo(summedProbability(system, p), 12);
      }),
      { numRuns: 300 },
    );
  });

  test('of k of n with equal members is the binomial tail', () => {
    for (const p of [0.01, 0.3, 0.9, 0.999]) {
      for (let n = 1; n <= 30; n += 1) {
        for (let k = 1; k <= n; k += 2) {
          const system = threshold(replicas(n), k);
          expect(system.probability(same(system, p))).toBeCloseTo(binomialTail(n, k, p), 12);
        }
      }
    }
  });

  test('majorities of 3, 5, 7, 9 fail with .028, .00856, .002728, .00089092 when a replica fails with .1 (binomial)', () => {
    for (const [n, failure] of [
      [3, 0.028],
      [5, 0.00856],
      [7, 0.002728],
      [9, 0.00089092],
    ] as const) {
      const system = majority(replicas(n));
      expect(1 - system.probability(same(system, 0.9))).toBeCloseTo(failure, 14);
      expect(dual(system).probability(same(system, 0.1))).toBeCloseTo(failure, 16);
    }
  });

  test('two of three groups, two of three in each, fails with .002308096 at .1: 3f²−2f³, f = .028 (Kumar 1991)', () => {
    const members = replicas(9);
    const groups = [0, 1, 2].map((g) => ({ name: `g${g}`, members: members.slice(3 * g, 3 * g + 3) }));
    const system = hierarchical(members, groups, 2, () => 2);
    expect(dual(system).probability(same(system, 0.1))).toBeCloseTo(0.002308096, 16);
  });

  test('a grid 2×3 has 1−(1−p³)² for a whole row and (1−q³)² for one of every row', () => {
    const members = replicas(6);
    const { wholeRow, oneOfEveryRow } = grid(members, [members.slice(0, 3), members.slice(3)]);
    for (const p of [0.1, 0.5, 0.95]) {
      expect(wholeRow.probability(same(wholeRow, p))).toBeCloseTo(1 - (1 - p ** 3) ** 2, 14);
      expect(oneOfEveryRow.probability(same(wholeRow, p))).toBeCloseTo((1 - (1 - p) ** 3) ** 2, 14);
    }
  });

  test('of the Fano plane is 7p³(1−p)⁴ + 28p⁴(1−p)³ + 21p⁵(1−p)² + 7p⁶(1−p) + p⁷, and so 1/2 at 1/2', () => {
    // Sets holding a line: the 7 lines; all fours but the 7 complements of lines; every larger set.
    const lines = ['a&b&c', 'a&d&e', 'a&f&g', 'b&d&f', 'b&e&g', 'c&d&g', 'c&e&f'].join('|');
    const parsed = parseExpression(lines, [...'abcdefg']);
    const system = fromExpression([...'abcdefg'], 'expression' in parsed ? parsed.expression : failed());
    for (const p of [0.1, 0.5, 0.9]) {
      const q = 1 - p;
      const sum = 7 * p ** 3 * q ** 4 + 28 * p ** 4 * q ** 3 + 21 * p ** 5 * q ** 2 + 7 * p ** 6 * q + p ** 7;
      expect(system.probability(same(system, p))).toBeCloseTo(sum, 14);
    }
    expect(system.probability(same(system, 0.5))).toBeCloseTo(0.5, 15);
  });

  test('never falls when a member gets likelier, and sometimes rises', () => {
    let rises = 0;
    fc.assert(
      fc.property(arbitrarySystem(6), arbitraryProbabilities(6), fc.nat(5), (system, p, i) => {
        const better = p.map((value, j) => (j === i ? (1 + value) / 2 : value));
        const [before, after] = [system.probability(p), system.probability(better)];
        expect(after).toBeGreaterThanOrEqual(before - 1e-15);
        rises += after > before ? 1 : 0;
      }),
      { numRuns: 300 },
    );
    expect(rises).toBeGreaterThan(0);
  });

  test('is 0 or 1 exactly where every member is surely in or out', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), fc.nat(63), (system, mask) => {
        const p = system.members.map((_, i) => (mask >>> i) & 1);
        expect(system.probability(p)).toBe(system.contains(mask) ? 1 : 0);
      }),
    );
  });

  test('of the dual gives failure probabilities far below what 1 − P can resolve', () => {
    const system = majority(replicas(9));
    const q = 1e-4;
    // The leading term: five of nine out.
    const failure = dual(system).probability(same(system, q));
    expect(failure / binomialTail(9, 5, q)).toBeCloseTo(1, 12);
    expect(failure).toBeLessThan(2e-18);
  });
});

describe('probabilities', () => {
  /** Flat at 0, rising, flat at its mass (often 1), as CDFs are; long enough for several blocks. */
  const column = (points: number) =>
    fc
      .tuple(fc.nat(points), fc.nat(points), fc.constantFrom(1, 0.999, 0.5))
      .map(([from, over, mass]) =>
        Float64Array.from(
          { length: points },
          (_, t) => mass * Math.min(1, Math.max(0, (t - from) / (over + 1))),
        ),
      );

  test('are probability, point by point, to the last bit', () => {
    fc.assert(
      fc.property(
        arbitrarySystem(5),
        fc.array(column(700), { minLength: 5, maxLength: 5 }),
        (system, columns) => {
          const out = new Float64Array(700).fill(-1);
          system.probabilities(columns, out);
          for (let t = 0; t < out.length; t++) {
            expect(out[t]).toBe(system.probability(columns.map((c) => c[t]!)));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('leave nothing behind: a second call is not touched by the first', () => {
    const system = majority(replicas(5));
    const first = replicas(5).map((_, i) =>
      Float64Array.from({ length: 600 }, (_, t) => (t / 600) ** (i + 1)),
    );
    const flat = replicas(5).map((_, i) => new Float64Array(600).fill(i < 3 ? 1 : 0));
    const out = new Float64Array(600);
    system.probabilities(first, out);
    const kept = [...out];
    system.probabilities(flat, out);
    expect(out.every((value) => value === 1)).toBe(true);
    system.probabilities(first, out);
    expect([...out]).toEqual(kept);
  });

  test('may be asked for fewer points than the columns have, and for none', () => {
    const system = threshold(replicas(2), 2);
    const columns = [Float64Array.of(0.5, 1, 1), Float64Array.of(0.5, 0.25, 1)];
    const out = new Float64Array(2);
    system.probabilities(columns, out);
    expect([...out]).toEqual([0.25, 0.25]);
    expect(() => system.probabilities(columns, new Float64Array(0))).not.toThrow();
  });
});

function failed(): never {
  throw new Error('the expression did not parse');
}
