import { and, atLeast, type Expression, member, or } from '../quorum/expression.js';

/**
 * Every quorum system that can be written with and, or and "k of" naming each node at most once, over the nodes or some of
 * them, once each: nodes of one class (a number for each node) are alike, so that of systems which differ in which of them
 * stands where only one is given.
 *
 * The form is unique: parts of an and are no ands, those of an or no ors.
 */
export function readOnceExpressions(ids: readonly string[], classes: readonly number[]): Expression[] {
  const known = new Map<string, Tree[]>();
  const found: Expression[] = [];
  for (const subset of distinctSubsets(classes)) {
    for (const tree of treesOver(subset, known)) found.push(withNodes(tree, ids, classes));
  }
  return found;
}

/** A system over classes: `key` is the same for those that differ in the order of parts alone. */
interface Tree {
  readonly key: string;
  /** Undefined: one node of this class. */
  readonly leaf?: number;
  readonly need: number;
  readonly parts: readonly Tree[];
}

/** Sorted lists of classes, each once, the short ones first. */
function distinctSubsets(classes: readonly number[]): number[][] {
  const found = new Map<string, number[]>();
  for (let mask = 1; mask < 1 << classes.length; mask++) {
    const subset = classes.filter((_, i) => (mask >>> i) & 1).sort((a, b) => a - b);
    found.set(subset.join(), subset);
  }
  return [...found.values()].sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
}

function treesOver(subset: readonly number[], known: Map<string, Tree[]>): Tree[] {
  const name = subset.join();
  const before = known.get(name);
  if (before !== undefined) return before;
  const made =
    subset.length === 1 ? [{ key: name, leaf: subset[0], need: 1, parts: [] }] : joinedTrees(subset, known);
  known.set(name, made);
  return made;
}

function joinedTrees(subset: readonly number[], known: Map<string, Tree[]>): Tree[] {
  const found = new Map<string, Tree>();
  for (const blocks of partitions(subset)) {
    for (const parts of eachChoice(blocks, known)) {
      for (let need = 1; need <= parts.length; need++) {
        if (parts.some((part) => mergesInto(part, need, parts.length))) continue;
        const keys = parts.map(({ key }) => key).sort();
        const key = `${need}(${keys.join(' ')})`;
        if (!found.has(key)) found.set(key, { key, need, parts });
      }
    }
  }
  return [...found.values()];
}

/** An or among the parts of an or, an and among those of an and. */
function mergesInto({ leaf, need, parts }: Tree, around: number, size: number): boolean {
  if (leaf !== undefined) return false;
  return (need === 1 && around === 1) || (need === parts.length && around === size);
}

/** Ways to divide a list of classes into two blocks or more, each once. */
function partitions(subset: readonly number[]): number[][][] {
  const found = new Map<string, number[][]>();
  const place = (next: number, blocks: readonly (readonly number[])[]): void => {
    if (next === subset.length) {
      if (blocks.length < 2) return;
      const sorted = blocks.map((block) => [...block]).sort((a, b) => (a.join() < b.join() ? -1 : 1));
      found.set(sorted.map((block) => block.join()).join(' '), sorted);
      return;
    }
    blocks.forEach((block, i) => {
      place(next + 1, blocks.with(i, [...block, subset[next]]));
    });
    place(next + 1, [...blocks, [subset[next]]]);
  };
  place(0, []);
  return [...found.values()];
}

function* eachChoice(blocks: readonly number[][], known: Map<string, Tree[]>): Generator<Tree[]> {
  const [first, ...rest] = blocks;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const tree of treesOver(first, known))
    for (const others of eachChoice(rest, known)) yield [tree, ...others];
}

function withNodes(tree: Tree, ids: readonly string[], classes: readonly number[]): Expression {
  const left = new Map<number, string[]>();
  classes.forEach((each, i) => {
    left.set(each, [...(left.get(each) ?? []), ids[i]]);
  });
  const build = ({ leaf, need, parts }: Tree): Expression => {
    if (leaf !== undefined) return member(left.get(leaf)?.shift() ?? '');
    const built = parts.map(build);
    if (need === 1) return or(built);
    return need === parts.length ? and(built) : atLeast(need, built);
  };
  return build(tree);
}
