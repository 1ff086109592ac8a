import type { Expression } from '../../src/quorum/expression.js';
import type { QuorumSystem } from '../../src/quorum/system.js';

/** Does this set of ids satisfy the expression? Reads the tree itself: shares nothing with the compiled diagram. */
export function satisfies(expression: Expression, ids: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'member':
      return ids.has(expression.id);
    case 'and':
      return expression.parts.every((part) => satisfies(part, ids));
    case 'or':
      return expression.parts.some((part) => satisfies(part, ids));
    case 'threshold': {
      const held = expression.parts.filter((part) => satisfies(part.of, ids));
      return held.reduce((sum, { weight }) => sum + weight, 0) >= expression.need;
    }
  }
}

/** Every subset of n members, as bit masks. */
export function* masks(n: number): Generator<number> {
  for (let mask = 0; mask < 2 ** n; mask++) {
    yield mask;
  }
}

export function idsOf(members: readonly string[], mask: number): string[] {
  return members.filter((_, index) => (mask >>> index) & 1);
}

export function maskOf(members: readonly string[], ids: readonly string[]): number {
  return ids.reduce((mask, id) => mask | (1 << members.indexOf(id)), 0);
}

export function sizeOf(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length;
}

/** Masks of all sets that contain a quorum. */
export function quorate(system: QuorumSystem): number[] {
  return [...masks(system.members.length)].filter((mask) => system.contains(mask));
}

/** Masks of all sets that contain a quorum and none of whose members can be left out. */
export function minimalMasks(system: QuorumSystem): number[] {
  const holds = new Set(quorate(system));
  return [...holds].filter((mask) =>
    system.members.every((_, index) => !((mask >>> index) & 1) || !holds.has(mask & ~(1 << index))),
  );
}

/** P(a quorum is in) as the sum over all subsets. */
export function summedProbability(system: QuorumSystem, p: ArrayLike<number>): number {
  let sum = 0;
  for (const mask of quorate(system)) {
    let product = 1;
    for (let i = 0; i < system.members.length; i++) {
      product *= (mask >>> i) & 1 ? p[i]! : 1 - p[i]!;
    }
    sum += product;
  }
  return sum;
}

/** r1, r2, … */
export function replicas(n: number): string[] {
  return Array.from({ length: n }, (_, index) => `r${index + 1}`);
}
