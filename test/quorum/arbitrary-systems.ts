import fc from 'fast-check';
import {
  and,
  type Expression,
  member,
  or,
  type Weighted,
  weightedThreshold,
} from '../../src/quorum/expression.js';
import { fromExpression } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';

/** Any expression over these members, up to four levels deep. */
export function arbitraryExpression(members: readonly string[]): fc.Arbitrary<Expression> {
  return fc.letrec<{ expression: Expression }>((tie) => {
    const parts = fc.array(tie('expression'), { minLength: 1, maxLength: 4 });
    return {
      expression: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom(...members).map(member),
        parts.map(and),
        parts.map(or),
        arbitraryThreshold(tie('expression')),
      ),
    };
  }).expression;
}

function arbitraryThreshold(part: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const weight = fc.oneof({ arbitrary: fc.constant(1), weight: 3 }, fc.integer({ min: 0, max: 5 }));
  return fc
    .tuple(
      fc.array(fc.tuple(weight, part), { minLength: 1, maxLength: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([pairs, share]) => {
      const parts = eachMemberOnce(pairs.map(([w, of]) => ({ weight: w, of })));
      const total = parts.reduce((sum, { weight: w }) => sum + w, 0);
      if (total === 0) {
        return parts[0]!.of;
      }
      return weightedThreshold(1 + Math.floor(share * (total - 1)), parts);
    });
}

/** In the text form a list may name a replica once: a weight says that it counts more. */
function eachMemberOnce(parts: readonly Weighted[]): Weighted[] {
  const seen = new Set<string>();
  return parts.filter(({ of }) => {
    if (of.kind !== 'member') {
      return true;
    }
    const first = !seen.has(of.id);
    seen.add(of.id);
    return first;
  });
}

/** Any quorum system of n members. */
export function arbitrarySystem(n: number): fc.Arbitrary<QuorumSystem> {
  const members = Array.from({ length: n }, (_, index) => `r${index + 1}`);
  return arbitraryExpression(members).map((expression) => fromExpression(members, expression));
}

/** One probability a member. */
export function arbitraryProbabilities(n: number): fc.Arbitrary<number[]> {
  const p = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1));
  return fc.array(p, { minLength: n, maxLength: n });
}
