import type { Leaf, Outcome, Quorum } from './outcome.js';

/** The parts directly below a node, in order. */
export function partsOf(outcome: Outcome): readonly Outcome[] {
  switch (outcome.kind) {
    case 'leaf':
    case 'never':
      return [];
    case 'choice':
      return [outcome.first, outcome.second];
    default:
      return outcome.parts;
  }
}

/** Every leaf, once each, in the order in which a reader meets them. */
export function leavesOf(outcome: Outcome): Leaf[] {
  const seen = new Set<Leaf>();
  const visit = (node: Outcome): void => {
    if (node.kind === 'leaf') seen.add(node);
    else for (const part of partsOf(node)) visit(part);
  };
  visit(outcome);
  return [...seen];
}

/**
 * Does every leaf stand in one place only? Then the parts of every node are independent, and the CDF of each
 * node follows from the CDFs of its parts. The two branches of a choice never run together, so they may share.
 *
 * @param parts of a node, those that have to be independent
 */
export function isReadOnce(outcome: Outcome, parts = partsOf): boolean {
  const visit = (node: Outcome): Set<Leaf> | undefined => {
    if (node.kind === 'leaf') return new Set([node]);
    const here = new Set<Leaf>();
    for (const part of parts(node)) {
      const below = visit(part);
      if (below === undefined) return undefined;
      for (const leaf of below) {
        if (here.has(leaf) && node.kind !== 'choice') return undefined;
        here.add(leaf);
      }
    }
    return here;
  };
  return visit(outcome) !== undefined;
}

/** Every quorum node of an expression, in reading order. */
export function quorumsOf(outcome: Outcome): Quorum[] {
  const found: Quorum[] = [];
  const visit = (node: Outcome): void => {
    if (node.kind === 'quorum') found.push(node);
    for (const part of partsOf(node)) visit(part);
  };
  visit(outcome);
  return found;
}
