import { type Diagram, FALSE, TRUE } from './diagram.js';
import { DiagramBuilder } from './diagram-builder.js';
import { type Expression, mentioned, type Weighted } from './expression.js';

/**
 * The diagram of an expression over `members`.
 *
 * Members are asked about in the order of their first mention, heavier parts of a threshold first, so that what
 * belongs together (a group, a row) stands together; members not mentioned come last. Throws a RangeError for an id
 * that is no member, and DiagramTooLarge for an expression whose diagram would pass NODE_LIMIT.
 */
export function compile(expression: Expression, members: readonly string[]): Diagram {
  const sorted = heaviestFirst(expression);
  const order = memberOrder(sorted, members);
  const builder = new DiagramBuilder(order);
  const levelOf = new Map([...order].map((member, level) => [members[member]!, level]));
  return builder.finish(build(sorted, builder, levelOf));
}

function memberOrder(expression: Expression, members: readonly string[]): Uint8Array {
  const order = mentioned(expression).map((id) => {
    const index = members.indexOf(id);
    if (index < 0) {
      throw new RangeError(`'${id}' is no member`);
    }
    return index;
  });
  const rest = members.map((_, index) => index).filter((index) => !order.includes(index));
  return Uint8Array.from([...order, ...rest]);
}

function heaviestFirst(e: Expression): Expression {
  if (e.kind === 'member') {
    return e;
  }
  if (e.kind === 'threshold') {
    const parts = e.parts
      .filter(({ weight }) => weight > 0)
      .map(({ weight, of }) => ({ weight, of: heaviestFirst(of) }));
    return { ...e, parts: parts.sort((a, b) => b.weight - a.weight) };
  }
  return { ...e, parts: e.parts.map(heaviestFirst) };
}

function build(e: Expression, builder: DiagramBuilder, levelOf: ReadonlyMap<string, number>): number {
  const below = (part: Expression) => build(part, builder, levelOf);
  switch (e.kind) {
    case 'member':
      return builder.node(levelOf.get(e.id)!, FALSE, TRUE);
    case 'and':
      return e.parts.map(below).reduceRight((rest, part) => builder.ite(part, rest, FALSE), TRUE);
    case 'or':
      return e.parts.map(below).reduceRight((rest, part) => builder.ite(part, TRUE, rest), FALSE);
    case 'threshold':
      return new ThresholdBuild(
        builder,
        e.parts,
        e.parts.map(({ of }) => below(of)),
      ).from(0, e.need).node;
  }
}

/** Every remaining weight from `least` to `most` leads to this node. */
interface Interval {
  readonly least: number;
  readonly most: number;
  readonly node: number;
}

/**
 * Dynamic programming over (next part, weight still needed). Remaining weights that no sum of the parts to come can
 * tell apart share a node, found by keeping with each node the interval of remaining weights it stands for
 * (Abío et al., "A new look at BDDs for pseudo-Boolean constraints", JAIR 45, 2012, §4): the work is proportional
 * to the diagram made, however large the weights.
 */
class ThresholdBuild {
  /** remaining[i]: weight of parts i, i+1, … together. */
  private readonly remaining: number[];
  /** known[i]: disjoint intervals for part i, by rising `least`. */
  private readonly known: Interval[][];

  constructor(
    private readonly builder: DiagramBuilder,
    private readonly parts: readonly Weighted[],
    private readonly nodes: readonly number[],
  ) {
    this.remaining = new Array<number>(parts.length + 1).fill(0);
    for (let i = parts.length - 1; i >= 0; i--) {
      this.remaining[i] = this.remaining[i + 1]! + parts[i]!.weight;
    }
    this.known = parts.map(() => []);
  }

  /** Parts i, i+1, … weigh at least `need` together. */
  from(i: number, need: number): Interval {
    if (need <= 0) {
      return { least: Number.NEGATIVE_INFINITY, most: 0, node: TRUE };
    }
    const most = this.remaining[i]!;
    if (need > most) {
      return { least: most + 1, most: Number.POSITIVE_INFINITY, node: FALSE };
    }
    const known = this.known[i]!;
    const place = firstAbove(known, need);
    const before = known[place - 1];
    if (before !== undefined && need <= before.most) {
      return before;
    }
    const weight = this.parts[i]!.weight;
    const inside = this.from(i + 1, need - weight);
    const outside = this.from(i + 1, need);
    const made = {
      least: Math.max(inside.least + weight, outside.least),
      most: Math.min(inside.most + weight, outside.most),
      node: this.builder.ite(this.nodes[i]!, inside.node, outside.node),
    };
    known.splice(place, 0, made);
    return made;
  }
}

/** Index of the first interval that begins above `need`. */
function firstAbove(intervals: readonly Interval[], need: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intervals[middle]!.least > need) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
