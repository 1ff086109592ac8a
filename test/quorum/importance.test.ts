import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importance, importances } from '../../src/quorum/importance.js';
import { majority, threshold, weighted } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import { arbitraryProbabilities, arbitrarySystem } from './arbitrary-systems.js';
import { replicas } from './brute-force.js';

const N = 6;

function conditional(system: QuorumSystem, p: readonly number[], i: number, value: number): number {
  return system.probability(p.map((other, j) => (j === i ? value : other)));
}

describe('importance', () => {
  test('is how much P(quorum) changes per change of one member’s probability, P being linear in each', () => {
    fc.assert(
      fc.property(arbitrarySystem(N), arbitraryProbabilities(N), fc.nat(N - 1), (system, p, i) => {
        const slope = (conditional(system, p, i, 0.75) - conditional(system, p, i, 0.25)) / 0.5;
        expect(importance(system, p, i)).toBeCloseTo(slope, 12);
      }),
    );
  });

  test('of a member of 2 of 3 at p is 2p(1−p): it decides when just one other is in (Birnbaum 1969)', () => {
    const system = majority(replicas(3));
    for (const p of [0.1, 0.5, 0.8]) {
      expect(importance(system, [p, p, p], 1)).toBeCloseTo(2 * p * (1 - p), 15);
    }
  });

  test('of a member without a vote is 0, and of the others above 0', () => {
    const system = weighted(replicas(4), { r4: 0 });
    expect(importance(system, [0.5, 0.5, 0.5, 0.5], 3)).toBe(0);
    expect(importance(system, [0.5, 0.5, 0.5, 0.5], 0)).toBeCloseTo(0.5, 15);
  });

  test('refuses a member that there is not', () => {
    expect(() => importance(majority(replicas(3)), [0.5, 0.5, 0.5], 3)).toThrow(RangeError);
  });
});

describe('importances', () => {
  const places = (n: number, points: number) =>
    Array.from({ length: n }, () => ({
      whenIn: new Float64Array(points),
      whenOut: new Float64Array(points),
    }));

  test('are P(quorum | member in) and P(quorum | member out), for all members and points at once', () => {
    const points = 40;
    const column = fc.array(arbitraryProbabilities(1), { minLength: points, maxLength: points });
    fc.assert(
      fc.property(arbitrarySystem(N), fc.array(column, { minLength: N, maxLength: N }), (system, table) => {
        const columns = table.map((column) => Float64Array.from(column.flat()));
        const results = places(N, points);
        importances(system, columns, results);
        for (let t = 0; t < points; t++) {
          const p = columns.map((column) => column[t]!);
          for (let i = 0; i < N; i++) {
            expect(results[i]!.whenIn[t]).toBeCloseTo(conditional(system, p, i, 1), 13);
            expect(results[i]!.whenOut[t]).toBeCloseTo(conditional(system, p, i, 0), 13);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('hold across blocks: 3000 points of 9 members', () => {
    const system = threshold(replicas(9), 6);
    const columns = replicas(9).map((_, i) =>
      Float64Array.from({ length: 3000 }, (_, t) => (t / 3000) ** (1 + i / 4)),
    );
    const results = places(9, 3000);
    importances(system, columns, results);
    for (const t of [0, 1, 255, 256, 1023, 1024, 2047, 2999]) {
      const p = columns.map((column) => column[t]!);
      expect(results[4]!.whenIn[t]).toBeCloseTo(conditional(system, p, 4, 1), 13);
      expect(results[4]!.whenOut[t]).toBeCloseTo(conditional(system, p, 4, 0), 13);
    }
  });

  test('refuse places that do not fit', () => {
    const columns = replicas(3).map(() => new Float64Array(10));
    expect(() => importances(majority(replicas(3)), columns, places(2, 10))).toThrow(RangeError);
    expect(() => importances(majority(replicas(3)), columns, places(3, 11))).toThrow(RangeError);
  });
});
