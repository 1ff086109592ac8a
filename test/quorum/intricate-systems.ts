import { and, type Expression, member, or } from '../../src/quorum/expression.js';
import { idsOf, masks, sizeOf } from './brute-force.js';

const first = Array.from({ length: 20 }, (_, i) => `x${i}`);
const second = Array.from({ length: 10 }, (_, i) => `y${i}`);

/** 20 + 10 members, the most there may be. */
export const INTRICATE_MEMBERS: readonly string[] = [...first, ...second];

/**
 * 20 members each paired with its own 5 of 10 others: which of the 20 are in must be remembered bit by bit, so that
 * the diagram has 2^20 nodes halfway.
 */
export function intricateExpression(): Expression {
  const fives = [...masks(10)].filter((mask) => sizeOf(mask) === 5).slice(0, first.length);
  const pairs = fives.map((mask, i) => and([member(first[i]!), ...idsOf(second, mask).map(member)]));
  return or([and(first.map(member)), ...pairs]);
}

/** Weights from 1 to 1e9 that no small numbers relate (the minimal standard generator of Park and Miller). */
export function unrelatedWeights(members: readonly string[]): Record<string, number> {
  let state = 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return 1 + (state % 999_999_999);
  };
  return Object.fromEntries(members.map((id) => [id, next()]));
}
