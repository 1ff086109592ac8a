import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagramOf } from '../../src/quorum/diagram-system.js';
import { disjointQuorums, fastConflict } from '../../src/quorum/intersect.js';
import { all, grid, hierarchical, majority, threshold, weighted } from '../../src/quorum/shapes.js';
import { fastPaxosQuorumSize } from '../../src/quorum/sizes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import { arbitrarySystem } from './arbitrary-systems.js';
import { maskOf, minimalMasks, quorate, replicas, sizeOf } from './brute-force.js';
import { unrelatedWeights } from './intricate-systems.js';

/** Members in the smallest pair of disjoint quorums, or Infinity: over all pairs of sets. */
function fewestDisjoint(a: QuorumSystem, b: QuorumSystem): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (const first of quorate(a)) {
    for (const second of quorate(b)) {
      if ((first & second) === 0) {
        fewest = Math.min(fewest, sizeOf(first) + sizeOf(second));
      }
    }
  }
  return fewest;
}

describe('disjointQuorums', () => {
  test('finds the smallest disjoint pair that all pairs of subsets have, or none where there is none', () => {
    const seen = { disjoint: 0, meeting: 0 };
    fc.assert(
      fc.property(arbitrarySystem(6), arbitrarySystem(6), (a, b) => {
        const fewest = fewestDisjoint(a, b);
        const found = disjointQuorums(a, b);
        if (found === undefined) {
          seen.meeting++;
          expect(fewest).toBe(Number.POSITIVE_INFINITY);
          return;
        }
        seen.disjoint++;
        const [first, second] = [maskOf(a.members, found.first), maskOf(b.members, found.second)];
        expect(a.contains(first) && b.contains(second)).toBe(true);
        expect(first & second).toBe(0);
        expect(found.first.length + found.second.length).toBe(fewest);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.disjoint, seen.meeting)).toBeGreaterThan(0);
  });

  test('phase 1 and phase 2 always meet exactly when q1 + q2 > n (Flexible Paxos, Howard et al. 2016)', () => {
    for (const n of [1, 2, 5, 30]) {
      for (let q1 = 1; q1 <= n; q1 += n > 5 ? 7 : 1) {
        for (let q2 = 1; q2 <= n; q2 += n > 5 ? 3 : 1) {
          const found = disjointQuorums(threshold(replicas(n), q1), threshold(replicas(n), q2));
          expect(found === undefined).toBe(q1 + q2 > n);
        }
      }
    }
  });

  test('names the earliest replicas: 2 and 3 of 5 can be r1, r2 and r3, r4, r5', () => {
    const found = disjointQuorums(threshold(replicas(5), 2), threshold(replicas(5), 3));
    expect(found).toEqual({ first: ['r1', 'r2'], second: ['r3', 'r4', 'r5'] });
  });

  test('a grid’s rows meet its columns of one a row, but not one another', () => {
    const members = replicas(12);
    const rows = [members.slice(0, 3), members.slice(3, 7), members.slice(7)];
    const { wholeRow, oneOfEveryRow } = grid(members, rows);
    expect(disjointQuorums(wholeRow, oneOfEveryRow)).toBeUndefined();
    expect(disjointQuorums(wholeRow, wholeRow)).toEqual({ first: rows[0], second: rows[1] });
    expect(disjointQuorums(oneOfEveryRow, oneOfEveryRow)).toBeDefined();
  });

  test('compares systems whose diagrams ask about members in different orders', () => {
    const members = replicas(27);
    const dealt = (groupOf: (index: number) => number) =>
      hierarchical(
        members,
        Array.from({ length: 9 }, (_, g) => ({
          name: `g${g}`,
          members: members.filter((_, index) => groupOf(index) === g),
        })),
        5,
        () => 2,
      );
    const contiguous = dealt((index) => Math.floor(index / 3));
    const interleaved = dealt((index) => index % 9);
    expect(disjointQuorums(contiguous, contiguous)).toBeUndefined();
    const found = disjointQuorums(contiguous, interleaved)!;
    expect(contiguous.contains(maskOf(members, found.first))).toBe(true);
    expect(interleaved.contains(maskOf(members, found.second))).toBe(true);
    expect(found.first.filter((id) => found.second.includes(id))).toEqual([]);
  });

  test('answers for 30 weighted members: more than half always meets, half does not', () => {
    const members = replicas(30);
    const weights = Object.fromEntries(members.map((id, index) => [id, 1 + ((index * 7) % 11)]));
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    expect(disjointQuorums(weighted(members, weights), weighted(members, weights))).toBeUndefined();
    const half = weighted(members, weights, Math.floor(total / 2));
    expect(disjointQuorums(half, half)).toBeDefined();
  });

  test('answers for weights so unrelated that the smallest pair is not looked for', () => {
    const members = replicas(24);
    const weights = unrelatedWeights(members);
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    const more = weighted(members, weights);
    // Pairs of nodes beyond which any pair will do.
    expect(diagramOf(more).level.length ** 2).toBeGreaterThan(2 ** 22);
    expect(disjointQuorums(more, more)).toBeUndefined();
    const less = weighted(members, weights, Math.floor(0.45 * total));
    const found = disjointQuorums(less, less)!;
    const [first, second] = [maskOf(members, found.first), maskOf(members, found.second)];
    expect(less.contains(first) && less.contains(second)).toBe(true);
    expect(first & second).toBe(0);
    for (const id of found.first) {
      expect(less.contains(first & ~maskOf(members, [id]))).toBe(false);
    }
  });

  test('refuses systems over different members', () => {
    expect(() => disjointQuorums(majority(['a', 'b']), majority(['b', 'a']))).toThrow(/same member list/);
  });
});

describe('fastConflict', () => {
  test('finds a conflict exactly when three quorums among all subsets have no common member', () => {
    const seen = { conflict: 0, sound: 0 };
    fc.assert(
      fc.property(arbitrarySystem(5), arbitrarySystem(5), (fast, classic) => {
        const fasts = minimalMasks(fast);
        const exists = fasts.some((f1) =>
          fasts.some((f2) => minimalMasks(classic).some((c) => (f1 & f2 & c) === 0)),
        );
        const found = fastConflict(fast, classic);
        expect(found !== undefined).toBe(exists);
        if (found === undefined) {
          seen.sound++;
          return;
        }
        seen.conflict++;
        const masks = [found.first, found.second, found.classic].map((ids) => maskOf(fast.members, ids));
        expect(masks[0]! & masks[1]! & masks[2]!).toBe(0);
        expect(fast.contains(masks[0]!) && fast.contains(masks[1]!) && classic.contains(masks[2]!)).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
    expect(Math.min(seen.conflict, seen.sound)).toBeGreaterThan(0);
  });

  test('⌈3n/4⌉ with classic majorities is sound for every n, and one less never is (Lamport 2006, §3.1)', () => {
    for (let n = 2; n <= 30; n++) {
      const members = replicas(n);
      const size = fastPaxosQuorumSize(n);
      expect(fastConflict(threshold(members, size), majority(members))).toBeUndefined();
      expect(fastConflict(threshold(members, size - 1), majority(members))).toBeDefined();
    }
  });

  test('names quorums of the least size: fast 3 of 5 and a majority have none in common', () => {
    const members = replicas(5);
    const found = fastConflict(threshold(members, 3), majority(members))!;
    expect([found.first.length, found.second.length, found.classic.length]).toEqual([3, 3, 3]);
  });

  test('a fast quorum of all goes with any classic quorum', () => {
    const members = replicas(5);
    expect(fastConflict(all(members), threshold(members, 1))).toBeUndefined();
  });
});
