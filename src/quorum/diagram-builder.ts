import { type Diagram, FALSE, TRUE } from './diagram.js';
import { TripleTable } from './triple-table.js';

/** No diagram may grow beyond this many nodes; the quorum systems people use need tens to thousands. */
export const NODE_LIMIT = 1 << 18;

/** A function whose diagram would pass NODE_LIMIT. */
export class DiagramTooLarge extends Error {
  constructor() {
    super(`a decision diagram of more than ${NODE_LIMIT} nodes would be needed`);
    this.name = 'DiagramTooLarge';
  }
}

/**
 * Makes the nodes of diagrams over one order of the members, each distinct function once (hash consing), so that
 * two functions are equal exactly when their node numbers are.
 */
export class DiagramBuilder {
  private level = new Uint8Array(64);
  private low = new Int32Array(64);
  private high = new Int32Array(64);
  private count = 2;
  private readonly unique = new TripleTable();
  private memo: TripleTable | undefined;

  /** `order[l]` is the member asked about at level l: a permutation of 0…n−1. */
  constructor(readonly order: Uint8Array) {
    this.level.fill(order.length, 0, 2);
    this.low.set([FALSE, TRUE]);
    this.high.set([FALSE, TRUE]);
  }

  levelOf(node: number): number {
    return this.level[node]!;
  }

  /** The node that asks about the member of `level`, whose children must lie below that level. */
  node(level: number, low: number, high: number): number {
    if (low === high) {
      return low;
    }
    const known = this.unique.get(level, low, high);
    if (known >= 0) {
      return known;
    }
    if (this.count === this.level.length) {
      this.grow();
    }
    const made = this.count++;
    this.level[made] = level;
    this.low[made] = low;
    this.high[made] = high;
    this.unique.set(level, low, high, made);
    return made;
  }

  /** if f then g else h (Brace, Rudell, Bryant, "Efficient implementation of a BDD package", DAC 1990). */
  ite(f: number, g: number, h: number): number {
    if (f === TRUE || g === h) {
      return g;
    }
    if (f === FALSE) {
      return h;
    }
    if (g === TRUE && h === FALSE) {
      return f;
    }
    const top = Math.min(this.level[f]!, this.level[g]!, this.level[h]!);
    const isMember = this.low[f] === FALSE && this.high[f] === TRUE && this.level[f] === top;
    if (isMember && this.level[g]! > top && this.level[h]! > top) {
      return this.node(top, h, g);
    }
    this.memo ??= new TripleTable();
    const known = this.memo.get(f, g, h);
    if (known >= 0) {
      return known;
    }
    const low = this.ite(this.lowAt(top, f), this.lowAt(top, g), this.lowAt(top, h));
    const high = this.ite(this.highAt(top, f), this.highAt(top, g), this.highAt(top, h));
    const made = this.node(top, low, high);
    this.memo.set(f, g, h, made);
    return made;
  }

  /**
   * The diagram of one function: the nodes it needs and no others, numbered in the order in which a walk that takes
   * low before high leaves them for good. So one function over one order has one diagram, number for number.
   */
  finish(root: number): Diagram {
    const numbers = new Int32Array(this.count);
    numbers[TRUE] = TRUE;
    const kept = [FALSE, TRUE];
    const visit = (node: number): void => {
      if (node > TRUE && numbers[node] === 0) {
        visit(this.low[node]!);
        visit(this.high[node]!);
        numbers[node] = kept.length;
        kept.push(node);
      }
    };
    visit(root);
    const level = Uint8Array.from(kept, (node) => this.level[node]!);
    return {
      order: this.order,
      level,
      member: level.map((l) => this.order[l] ?? 0),
      low: Int32Array.from(kept, (node) => numbers[this.low[node]!]!),
      high: Int32Array.from(kept, (node) => numbers[this.high[node]!]!),
      root: numbers[root]!,
    };
  }

  private lowAt(level: number, node: number): number {
    return this.level[node] === level ? this.low[node]! : node;
  }

  private highAt(level: number, node: number): number {
    return this.level[node] === level ? this.high[node]! : node;
  }

  private grow(): void {
    if (this.count >= NODE_LIMIT) {
      throw new DiagramTooLarge();
    }
    const size = 2 * this.count;
    this.level = enlarged(this.level, new Uint8Array(size));
    this.low = enlarged(this.low, new Int32Array(size));
    this.high = enlarged(this.high, new Int32Array(size));
  }
}

function enlarged<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
