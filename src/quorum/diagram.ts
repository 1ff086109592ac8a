/**
 * A monotone boolean function over members 0…n−1 as a reduced ordered binary decision diagram (Bryant,
 * "Graph-based algorithms for boolean function manipulation", IEEE ToC 1986): the single form in which a quorum
 * system is kept. Everything else (walking it for one set, probability, duals, conflicts, minimal quorums) reads it.
 *
 * Nodes are numbered bottom up: both children of a node have smaller numbers, so that one loop over rising numbers
 * sees children first, and one over falling numbers sees parents first.
 */
export interface Diagram {
  /** order[l] is the member that nodes of level l ask about: all members, each once, root side first. */
  readonly order: Uint8Array;
  /** Level of each node, 0 nearest the root; the two terminals have level n. */
  readonly level: Uint8Array;
  /** Member that each node asks about; meaningless for the terminals. */
  readonly member: Uint8Array;
  /** Where to go when that member is out. */
  readonly low: Int32Array;
  /** Where to go when that member is in. */
  readonly high: Int32Array;
  readonly root: number;
}

/** The terminal "no quorum". */
export const FALSE = 0;
/** The terminal "a quorum". */
export const TRUE = 1;

/** Does this set (bit i set: member i is in) satisfy the function? */
export function walk(diagram: Diagram, set: number): boolean {
  const { member, low, high } = diagram;
  let node = diagram.root;
  while (node > TRUE) {
    node = (set >>> member[node]!) & 1 ? high[node]! : low[node]!;
  }
  return node === TRUE;
}

/** P(the function holds), member i being in with probability p[i], independently; `scratch` has a place per node. */
export function evaluate(diagram: Diagram, p: ArrayLike<number>, scratch: Float64Array): number {
  const { member, low, high } = diagram;
  scratch[FALSE] = 0;
  scratch[TRUE] = 1;
  for (let node = 2; node < member.length; node++) {
    const inside = p[member[node]!]!;
    // Sums of non-negative products only: small probabilities keep their relative accuracy.
    scratch[node] = inside * scratch[high[node]!]! + (1 - inside) * scratch[low[node]!]!;
  }
  return scratch[diagram.root]!;
}
