import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { including } from '../../src/quorum/including.js';
import { majority } from '../../src/quorum/shapes.js';
import { arbitrarySystem } from './arbitrary-systems.js';
import { idsOf, masks, replicas } from './brute-force.js';

describe('a quorum with some members', () => {
  test('is a quorum of the system that contains them, no less and no more', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), fc.nat(63), (system, must) => {
        const both = including(system, idsOf(system.members, must));
        expect(both.members).toEqual(system.members);
        for (const set of masks(6))
          expect(both.contains(set)).toBe((set & must) === must && system.contains(set));
      }),
      { numRuns: 200 },
    );
  });

  test('of 30, any 16 and all of 10: the other 20 give six at least', () => {
    const ids = replicas(30);
    const both = including(majority(ids), ids.slice(0, 10));
    // Each in with probability 1/2: 2^-10 · P(Bin(20, 1/2) ≥ 6).
    expect(both.probability(new Float64Array(30).fill(0.5)) * 2 ** 10).toBeCloseTo(0.979305267333984, 12);
    expect(both.describe()).toMatch(/^majority \(16 of 30\) with r/);
  });

  test('that are no members is refused', () => {
    expect(() => including(majority(replicas(3)), ['nobody'])).toThrow(/'nobody' is no member/);
    expect(including(majority(replicas(3)), []).describe()).toBe('majority (2 of 3)');
  });
});
