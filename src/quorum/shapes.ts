import { systemOf } from './diagram-system.js';
import { and, atLeast, type Expression, member, or, weightedThreshold } from './expression.js';
import { printExpression } from './print-expression.js';
import { majoritySize } from './sizes.js';
import type { QuorumSystem } from './system.js';

/**
 * More than half of the voters, which are all members where nothing else is said: "majority (3 of 5)". Members that are no
 * voters stay in the member list, so that arrays and masks keep their places.
 */
export function majority(members: readonly string[], voters: readonly string[] = members): QuorumSystem {
  const need = majoritySize(voters.length);
  return systemOf(anyOf(need, voters), members, `majority (${need} of ${voters.length})`);
}

/**
 * Any k of the voters (all members where nothing else is said): "4 of 5", or "all 5". Throws a RangeError unless k is a
 * whole number from 1 to their number.
 */
export function threshold(
  members: readonly string[],
  k: number,
  voters: readonly string[] = members,
): QuorumSystem {
  return systemOf(anyOf(k, voters), members, countOf(k, voters.length));
}

/** Every voter, which are all members where nothing else is said: "all 5". */
export function all(members: readonly string[], voters: readonly string[] = members): QuorumSystem {
  return threshold(members, voters.length, voters);
}

/**
 * Members whose weights add up to `need` (Gifford, "Weighted voting for replicated data", SOSP 1979):
 * "weight 4 of 7 (va1 2, oh1 2, others 1)". Weights are whole numbers, 0 or more; `need` is from 1 to their sum
 * (RangeError), and more than half of it where left out. A member that `weights` does not name weighs 1.
 */
export function weighted(
  members: readonly string[],
  weights: Readonly<Record<string, number>>,
  need?: number,
): QuorumSystem {
  const parts = members.map((id) => ({ weight: weightOf(weights, id), of: member(id) }));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const wanted = need ?? majoritySize(total);
  const special = parts.filter(({ weight }) => weight !== 1).map(({ weight, of }) => `${of.id} ${weight}`);
  if (special.length > 0 && special.length < parts.length) {
    special.push(parts.length - special.length === 1 ? 'the other 1' : 'others 1');
  }
  const weighing = special.length > 0 ? ` (${special.join(', ')})` : '';
  return systemOf(weightedThreshold(wanted, parts), members, `weight ${wanted} of ${total}${weighing}`);
}

/** Groups of members, by name. */
export type Groups = readonly { readonly name: string; readonly members: readonly string[] }[];

/**
 * Enough members in enough groups (Kumar, "Hierarchical quorum consensus", IEEE ToC 40(9), 1991): `of` groups, and
 * `within(size)` members in each group of that size. "2 of 3 groups, 2 of 3 in each". Throws a RangeError where a
 * count is out of range.
 */
export function hierarchical(
  members: readonly string[],
  groups: Groups,
  of: number,
  within: (size: number) => number,
): QuorumSystem {
  const parts = groups.map((group) => anyOf(within(group.members.length), group.members));
  return systemOf(atLeast(of, parts), members, describeGroups(groups, of, within));
}

/** The two systems of a grid, each the other's dual; rows may differ in length. */
export function grid(
  members: readonly string[],
  rows: readonly (readonly string[])[],
): { wholeRow: QuorumSystem; oneOfEveryRow: QuorumSystem } {
  const cells = rows.map((row) => row.map(member));
  const shape = gridShape(rows);
  return {
    wholeRow: systemOf(or(cells.map(and)), members, `one whole row of a ${shape}`),
    oneOfEveryRow: systemOf(and(cells.map(or)), members, `one of every row of a ${shape}`),
  };
}

/** "grid 2×3", or "grid of rows 3+2" where rows differ in length. */
export function gridShape(rows: readonly (readonly string[])[]): string {
  const lengths = rows.map((row) => row.length);
  return lengths.every((length) => length === lengths[0])
    ? `grid ${rows.length}×${lengths[0]}`
    : `grid of rows ${lengths.join('+')}`;
}

/** Whatever an expression says, described by the expression itself. */
export function fromExpression(members: readonly string[], expression: Expression): QuorumSystem {
  return systemOf(expression, members, printExpression(expression));
}

function anyOf(k: number, members: readonly string[]): Expression {
  return atLeast(k, members.map(member));
}

function weightOf(weights: Readonly<Record<string, number>>, id: string): number {
  return Object.hasOwn(weights, id) ? weights[id]! : 1;
}

function countOf(k: number, n: number): string {
  return k === n ? `all ${n}` : `${k} of ${n}`;
}

function describeGroups(groups: Groups, of: number, within: (size: number) => number): string {
  const sizes = groups.map((group) => group.members.length);
  const outer = `${countOf(of, groups.length)} groups`;
  if (sizes.every((size) => size === sizes[0])) {
    return `${outer}, ${countOf(within(sizes[0]!), sizes[0]!)} in each`;
  }
  const inner = groups.map(
    ({ name, members }) => `${name} ${countOf(within(members.length), members.length)}`,
  );
  return `${outer}: ${inner.join(', ')}`;
}
