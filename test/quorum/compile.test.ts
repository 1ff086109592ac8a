import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRUE } from '../../src/quorum/diagram.js';
import { DiagramTooLarge } from '../../src/quorum/diagram-builder.js';
import { diagramOf } from '../../src/quorum/diagram-system.js';
import { and, atLeast, member, or } from '../../src/quorum/expression.js';
import { reordered } from '../../src/quorum/reorder.js';
import { fromExpression, hierarchical, majority, threshold, weighted } from '../../src/quorum/shapes.js';
import { MAX_MEMBERS, type QuorumSystem } from '../../src/quorum/system.js';
import { arbitraryExpression, arbitrarySystem } from './arbitrary-systems.js';
import { idsOf, masks, replicas, satisfies, sizeOf } from './brute-force.js';
import { INTRICATE_MEMBERS, intricateExpression, unrelatedWeights } from './intricate-systems.js';

const nodesOf = (system: QuorumSystem) => diagramOf(system).level.length;

describe('a compiled expression', () => {
  test('contains exactly the sets that satisfy the expression', () => {
    const members = replicas(7);
    fc.assert(
      fc.property(arbitraryExpression(members), (expression) => {
        const system = fromExpression(members, expression);
        for (const mask of masks(members.length)) {
          expect(system.contains(mask)).toBe(satisfies(expression, new Set(idsOf(members, mask))));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('k of n contains exactly the sets of k members and more', () => {
    for (let n = 1; n <= 9; n++) {
      for (let k = 1; k <= n; k++) {
        const system = threshold(replicas(n), k);
        for (const mask of masks(n)) {
          expect(system.contains(mask)).toBe(sizeOf(mask) >= k);
        }
      }
    }
  });

  test('never loses a quorum when a member joins, and sometimes gains one', () => {
    let gained = 0;
    fc.assert(
      fc.property(arbitrarySystem(6), (system) => {
        for (const mask of masks(6)) {
          for (let i = 0; i < 6; i++) {
            const more = system.contains(mask | (1 << i));
            expect(more || !system.contains(mask)).toBe(true);
            gained += more && !system.contains(mask) ? 1 : 0;
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(gained).toBeGreaterThan(0);
  });

  test('ignores bits beyond its members', () => {
    const system = majority(replicas(3));
    expect(system.contains(0b11000)).toBe(false);
    expect(system.contains(0b11011)).toBe(true);
  });

  test('weights of nothing but one heavy member make it the only one that counts', () => {
    const system = weighted(replicas(4), { r1: 0, r2: 0, r3: 9, r4: 0 });
    for (const mask of masks(4)) {
      expect(system.contains(mask)).toBe((mask & 0b0100) !== 0);
    }
  });
});

describe('the diagram', () => {
  test('is the same, node for node, for two ways to write one function', () => {
    const [a, b, c] = ['r1', 'r2', 'r3'].map(member) as [ReturnType<typeof member>, never, never];
    const threshold2of3 = fromExpression(replicas(3), atLeast(2, [a, b, c]));
    const written = fromExpression(replicas(3), or([and([a, b]), and([b, c]), and([a, c])]));
    expect(diagramOf(written)).toEqual(diagramOf(threshold2of3));
  });

  test('has children numbered below their parents and asking about later members', () => {
    fc.assert(
      fc.property(arbitrarySystem(7), (system) => {
        const { level, low, high } = diagramOf(system);
        for (let node = TRUE + 1; node < level.length; node++) {
          for (const child of [low[node]!, high[node]!]) {
            expect(child).toBeLessThan(node);
            expect(level[child]).toBeGreaterThan(level[node]!);
          }
          expect(low[node]).not.toBe(high[node]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('of k of n has k(n−k+1) nodes beside the terminals, for the largest n too', () => {
    for (const [k, n] of [
      [3, 5],
      [16, 30],
      [1, 30],
      [30, 30],
    ] as const) {
      expect(nodesOf(threshold(replicas(n), k))).toBe(k * (n - k + 1) + 2);
    }
  });

  test('of a group system does not grow when the groups are dealt out across the file', () => {
    const members = replicas(27);
    const size = (groupOf: (index: number) => number) => {
      const groups = Array.from({ length: 9 }, (_, g) => ({
        name: `g${g}`,
        members: members.filter((_, index) => groupOf(index) === g),
      }));
      return nodesOf(hierarchical(members, groups, 5, () => 2));
    };
    const contiguous = size((index) => Math.floor(index / 3));
    expect(size((index) => index % 9)).toBe(contiguous);
    // Each group adds a constant number of nodes per count of groups already held: 4 for 2 of 3, 25 such counts.
    expect(contiguous).toBe(4 * 25 + 2);
  });

  test('of 30 members with unrelated weights up to 1e9 has at most some 2^16 nodes, not 2^30', () => {
    const members = replicas(MAX_MEMBERS);
    const weights = unrelatedWeights(members);
    const system = weighted(members, weights);
    expect(nodesOf(system)).toBeLessThan(2 ** 16.5);
    const total = Object.values(weights).reduce((sum, w) => sum + w, 0);
    fc.assert(
      fc.property(fc.nat(2 ** MAX_MEMBERS - 1), (mask) => {
        const held = idsOf(members, mask).reduce((sum, id) => sum + weights[id]!, 0);
        expect(system.contains(mask)).toBe(held > total / 2);
      }),
    );
  });

  test('says the same in any order of its members', () => {
    fc.assert(
      fc.property(
        arbitrarySystem(6),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
        (system, order) => {
          const other = reordered(diagramOf(system), Uint8Array.from(order));
          const back = reordered(other, diagramOf(system).order);
          expect(back).toEqual(diagramOf(system));
        },
      ),
    );
  });

  test('is refused, not built, when it would need more than 2^18 nodes', () => {
    expect(() => fromExpression(INTRICATE_MEMBERS, intricateExpression())).toThrow(DiagramTooLarge);
  });
});

describe('a quorum system refuses', () => {
  test('more members than a bit mask holds', () => {
    expect(majority(replicas(MAX_MEMBERS)).contains(2 ** 16 - 1)).toBe(true);
    expect(() => majority(replicas(MAX_MEMBERS + 1))).toThrow(/may have 30 members; this one has 31/);
  });

  test('a member listed twice, an id that is no member, and a threshold out of range', () => {
    expect(() => majority(['a', 'a'])).toThrow(/listed twice/);
    expect(() => fromExpression(['a'], member('b'))).toThrow(/'b' is no member/);
    expect(() => threshold(['a', 'b'], 3)).toThrow(/threshold is 3: expected a whole number from 1 to 2/);
    expect(() => weighted(['a', 'b'], { a: -1 })).toThrow(/whole numbers, 0 or more/);
    expect(() => and([])).toThrow(/at least one part/);
  });

  test('arrays that do not fit its members', () => {
    const system = majority(replicas(3));
    expect(() => system.probability([0.5, 0.5])).toThrow(/2 probabilities for 3 members/);
    expect(() => system.probabilities([new Float64Array(4)], new Float64Array(4))).toThrow(
      /expected 3 columns/,
    );
  });
});
