import { type Diagram, FALSE, TRUE } from './diagram.js';
import { diagramOf } from './diagram-system.js';
import { reordered } from './reorder.js';
import type { QuorumSystem } from './system.js';
import { TripleTable } from './triple-table.js';

/**
 * The minimal quorums (no member can be left out), by rising size and then in member order; at most `limit` of them.
 * A majority of 30 has 145 million: ask `countMinimalQuorums` first, or take from `eachMinimalQuorum`.
 */
export function minimalQuorums(system: QuorumSystem, limit = Number.POSITIVE_INFINITY): string[][] {
  const found: string[][] = [];
  if (limit > 0) {
    for (const quorum of eachMinimalQuorum(system)) {
      found.push(quorum);
      if (found.length >= limit) {
        break;
      }
    }
  }
  return found;
}

/** The minimal quorums one by one, in the order of `minimalQuorums`; the next is found when it is asked for. */
export function* eachMinimalQuorum(system: QuorumSystem): Generator<string[], void> {
  const { members } = system;
  const order = Uint8Array.from(members, (_, index) => index);
  const family = new Family(reordered(diagramOf(system), order));
  for (let size = 0; size <= members.length; size++) {
    yield* family.ofSize(family.minimal, size, members, []);
  }
}

/** How many minimal quorums there are, without listing them. */
export function countMinimalQuorums(system: QuorumSystem): number {
  const family = new Family(diagramOf(system));
  return family.count(family.minimal);
}

/** The family of no sets, and the family of the empty set alone. */
const EMPTY = 0;
const UNIT = 1;

/**
 * A family of sets as a zero-suppressed decision diagram (Minato, DAC 1993), made from a monotone function by
 * Rauzy's minimal solutions ("New algorithms for fault trees analysis", Reliability Engineering and System Safety
 * 40, 1993): those of "x and f1, or f0" are those of f0, and x with those of f1 that f0 does not hold for.
 */
class Family {
  readonly minimal: number;
  private readonly level: number[] = [255, 255];
  /** Sets without the member of this level. */
  private readonly low: number[] = [EMPTY, UNIT];
  /** Sets with it, less that member. */
  private readonly high: number[] = [EMPTY, UNIT];
  /** Bit s: some set has s members. */
  private readonly sizes: number[] = [0, 1];
  private readonly unique = new TripleTable();
  private readonly removed = new TripleTable();
  private readonly counts = new Map<number, number>([
    [EMPTY, 0],
    [UNIT, 1],
  ]);

  constructor(private readonly diagram: Diagram) {
    const { level, low, high, root } = diagram;
    const made = new Int32Array(level.length);
    made[TRUE] = UNIT;
    for (let node = 2; node < made.length; node++) {
      const withMember = this.remove(made[high[node]!]!, low[node]!);
      made[node] = this.node(level[node]!, made[low[node]!]!, withMember);
    }
    this.minimal = made[root]!;
  }

  /** Sets of a family that have `size` members, earlier members first. Needs the diagram in member order. */
  *ofSize(
    family: number,
    size: number,
    members: readonly string[],
    chosen: readonly string[],
  ): Generator<string[], void> {
    if (((this.sizes[family]! >>> size) & 1) === 0) {
      return;
    }
    if (family === UNIT) {
      yield [...chosen];
      return;
    }
    if (size > 0) {
      yield* this.ofSize(this.high[family]!, size - 1, members, [...chosen, members[this.level[family]!]!]);
    }
    yield* this.ofSize(this.low[family]!, size, members, chosen);
  }

  count(family: number): number {
    const known = this.counts.get(family);
    if (known !== undefined) {
      return known;
    }
    const counted = this.count(this.low[family]!) + this.count(this.high[family]!);
    this.counts.set(family, counted);
    return counted;
  }

  private node(level: number, low: number, high: number): number {
    if (high === EMPTY) {
      return low;
    }
    const known = this.unique.get(level, low, high);
    if (known >= 0) {
      return known;
    }
    const made = this.level.length;
    this.level.push(level);
    this.low.push(low);
    this.high.push(high);
    this.sizes.push(this.sizes[low]! | (this.sizes[high]! << 1));
    this.unique.set(level, low, high, made);
    return made;
  }

  /** The sets of a family for which the function `f` (a node of the diagram) does not hold. */
  private remove(family: number, f: number): number {
    if (f === FALSE || family === EMPTY) {
      return family;
    }
    if (f === TRUE) {
      return EMPTY;
    }
    if (family === UNIT) {
      return UNIT;
    }
    const known = this.removed.get(family, f, 0);
    if (known >= 0) {
      return known;
    }
    const made = this.removeBelow(family, f);
    this.removed.set(family, f, 0, made);
    return made;
  }

  private removeBelow(family: number, f: number): number {
    const { level, low, high } = this.diagram;
    const here = this.level[family]!;
    if (level[f]! < here) {
      // No set of the family has the member that f asks about first.
      return this.remove(family, low[f]!);
    }
    const same = level[f] === here;
    const without = this.remove(this.low[family]!, same ? low[f]! : f);
    return this.node(here, without, this.remove(this.high[family]!, same ? high[f]! : f));
  }
}
