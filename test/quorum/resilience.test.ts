import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dual } from '../../src/quorum/dual.js';
import { disjointQuorums } from '../../src/quorum/intersect.js';
import { parseExpression } from '../../src/quorum/parse-expression.js';
import { resilience } from '../../src/quorum/resilience.js';
import { all, fromExpression, majority, threshold } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import { without } from '../../src/quorum/without.js';
import { arbitraryProbabilities, arbitrarySystem } from './arbitrary-systems.js';
import { idsOf, masks, minimalMasks, quorate, replicas, sizeOf } from './brute-force.js';
import published from './whittaker-2021.json' with { type: 'json' };

interface Published {
  readonly id: string;
  readonly members: readonly string[];
  readonly reads?: string;
  readonly writes?: string;
  readonly readResilience: number;
  readonly writeResilience: number;
}

describe('resilience', () => {
  test('is the largest f such that every loss of f members leaves a quorum', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), (system) => {
        const survives = (f: number) =>
          [...masks(6)].filter((lost) => sizeOf(lost) === f).every((lost) => system.contains(63 & ~lost));
        const f = resilience(system);
        expect(survives(f)).toBe(true);
        expect(survives(f + 1)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('of a majority of n is ⌈n/2⌉−1, of all 0, of any one n−1', () => {
    for (let n = 1; n <= 30; n++) {
      expect(resilience(majority(replicas(n)))).toBe(Math.ceil(n / 2) - 1);
      expect(resilience(all(replicas(n)))).toBe(0);
      expect(resilience(threshold(replicas(n), 1))).toBe(n - 1);
    }
  });

  test('is −1 where there is no quorum left at all', () => {
    expect(resilience(without(all(replicas(3)), ['r2']))).toBe(-1);
  });

  describe('of read-write systems (Whittaker et al., PaPoC 2021), writes being the dual of reads', () => {
    test.each(published.cases as Published[])(
      '$id',
      ({ members, reads, writes, readResilience, writeResilience }) => {
        const read = reads === undefined ? dual(system(members, writes!)) : system(members, reads);
        const write = writes === undefined ? dual(read) : system(members, writes);
        expect([resilience(read), resilience(write)]).toEqual([readResilience, writeResilience]);
        expect(disjointQuorums(read, write)).toBeUndefined();
      },
    );
  });
});

describe('the dual', () => {
  test('holds exactly the sets that meet every quorum', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), (original) => {
        const quorums = minimalMasks(original);
        const meeting = [...masks(6)].filter((mask) => quorums.every((quorum) => (quorum & mask) !== 0));
        expect(quorate(dual(original))).toEqual(meeting);
      }),
      { numRuns: 200 },
    );
  });

  test('of the dual is the system itself', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), (original) => {
        expect(quorate(dual(dual(original)))).toEqual(quorate(original));
      }),
    );
  });

  test('holds with the probability that no quorum of the system is out: P*(q) = 1 − P(1−q)', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), arbitraryProbabilities(6), (original, p) => {
        const out = p.map((value) => 1 - value);
        expect(dual(original).probability(out)).toBeCloseTo(1 - original.probability(p), 12);
      }),
    );
  });

  test('of k of n is n−k+1 of n; a majority of an odd number is its own dual, of an even number is not', () => {
    expect(quorate(dual(threshold(replicas(6), 2)))).toEqual(quorate(threshold(replicas(6), 5)));
    expect(quorate(dual(majority(replicas(5))))).toEqual(quorate(majority(replicas(5))));
    expect(quorate(dual(majority(replicas(4))))).not.toEqual(quorate(majority(replicas(4))));
  });

  test('of a system that has lost every quorum asks for nothing', () => {
    const none = without(all(replicas(2)), ['r1']);
    expect(dual(none).contains(0)).toBe(true);
    expect(resilience(dual(none))).toBe(2);
  });

  test('says what it is', () => {
    expect(dual(majority(replicas(3))).describe()).toBe(
      'any set that meets every quorum of: majority (2 of 3)',
    );
  });
});

describe('without', () => {
  test('holds for the sets that hold a quorum after the lost members are taken out', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), fc.nat(63), (original, lost) => {
        const rest = without(original, idsOf(original.members, lost));
        expect(rest.members).toEqual(original.members);
        for (const mask of masks(6)) {
          expect(rest.contains(mask)).toBe(original.contains(mask & ~lost));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('gives the probability with the lost members surely out', () => {
    fc.assert(
      fc.property(arbitrarySystem(6), arbitraryProbabilities(6), fc.nat(63), (original, p, lost) => {
        const rest = without(original, idsOf(original.members, lost));
        const out = p.map((value, index) => ((lost >>> index) & 1 ? 0 : value));
        expect(rest.probability(p)).toBeCloseTo(original.probability(out), 14);
      }),
    );
  });

  test('says who is lost, and refuses strangers', () => {
    const system = majority(replicas(5));
    expect(without(system, ['r4', 'r2']).describe()).toBe('majority (3 of 5) without r2 and r4');
    expect(without(system, [])).toBe(system);
    expect(() => without(system, ['r9'])).toThrow(/'r9' is no member: the members are r1, r2, r3, r4 and r5/);
  });
});

function system(members: readonly string[], text: string): QuorumSystem {
  const parsed = parseExpression(text, members);
  if ('problems' in parsed) {
    throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  }
  return fromExpression(members, parsed.expression);
}
