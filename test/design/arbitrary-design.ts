import fc from 'fast-check';
import type { DesignNode, DesignSpace } from '../../src/design/design.js';
import type { AskedSet } from '../../src/design/strategy.js';
import { dual } from '../../src/quorum/dual.js';
import { and, atLeast, type Expression, member, or } from '../../src/quorum/expression.js';
import { fromExpression } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';

const IDS = ['a', 'b', 'c', 'd', 'e'];

/** Any monotone expression over five nodes, nodes named more than once among them. */
const expression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...IDS).map(member),
    fc.array(tie('e'), { minLength: 2, maxLength: 3 }).map(and),
    fc.array(tie('e'), { minLength: 2, maxLength: 3 }).map(or),
    fc.array(tie('e'), { minLength: 3, maxLength: 4 }).map((parts) => atLeast(2, parts)),
  ),
})).e;

/** Nodes of any capacities and latencies, reads by any expression, writes by its dual. */
export const space: fc.Arbitrary<DesignSpace> = fc
  .tuple(
    expression,
    fc.array(
      fc.record({
        reads: fc.integer({ min: 1, max: 50 }),
        writes: fc.integer({ min: 1, max: 50 }),
        latency: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 5, maxLength: 5 },
    ),
  )
  .map(([reads, figures]) => {
    const nodes: DesignNode[] = figures.map((each, i) => ({ id: IDS[i], failure: undefined, ...each }));
    const system = fromExpression(IDS, reads);
    return { nodes, reads: system, writes: dual(system) };
  });

/** Every set of the nodes that contains a quorum after the loss of any f of its members, by trying all. */
export function resilientSets(system: QuorumSystem, f: number): number[] {
  const sets = Array.from({ length: 2 ** system.members.length }, (_, set) => set);
  const survives = (set: number, left: number): boolean =>
    left === 0 ? system.contains(set) : system.members.every((_, i) => survives(set & ~(1 << i), left - 1));
  return sets.filter((set) => survives(set, f));
}

/** A strategy over these sets, weighed by these numbers. */
export function drawn(sets: readonly number[], weights: readonly number[]): AskedSet[] {
  const parts = weights.map((weight, i) => ({
    set: sets[(weight * 7919 + i * 104729) % sets.length],
    weight: weight + 1,
  }));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.map(({ set, weight }) => ({ set, probability: weight / total }));
}
