import { type Diagram, TRUE } from './diagram.js';

/** Doubles of scratch that one evaluator aims at: half a megabyte, so that a block stays in cache. */
const SCRATCH = 1 << 16;
const LONGEST_BLOCK = 256;

/** Columns may be all 0 or all 1 over a block: then the members' nodes need no arithmetic. */
const OUT = 0;
const IN = 1;
const MIXED = 2;

/**
 * Probabilities of one diagram at many points. Points go through in blocks; within a block each node is one loop
 * over the block. A member that is surely out (or in) throughout a block costs nothing, nor do the nodes that only
 * the other answer leads to: the flat parts of latency curves are nearly free.
 */
export class BlockEvaluator {
  private readonly block: number;
  private readonly scratch: Float64Array;
  /** Where the values of each node begin in `scratch`, for the block at hand. */
  private readonly place: Int32Array;
  private readonly needed: Uint8Array;
  private readonly state: Uint8Array;

  constructor(private readonly diagram: Diagram) {
    const nodes = diagram.level.length;
    this.block = Math.max(1, Math.min(LONGEST_BLOCK, Math.floor(SCRATCH / nodes)));
    this.scratch = new Float64Array(nodes * this.block);
    this.scratch.fill(1, TRUE * this.block, (TRUE + 1) * this.block);
    this.place = new Int32Array(nodes);
    this.place[TRUE] = this.block;
    this.needed = new Uint8Array(nodes);
    this.state = new Uint8Array(diagram.order.length);
  }

  /** out[t] = P(the function holds), member i being in with probability columns[i][t]. */
  run(columns: readonly Float64Array[], out: Float64Array): void {
    for (let start = 0; start < out.length; start += this.block) {
      const length = Math.min(this.block, out.length - start);
      this.classify(columns, start, length);
      this.markNeeded();
      const root = this.values(columns, start, length);
      for (let j = 0; j < length; j++) {
        out[start + j] = this.scratch[root + j]!;
      }
    }
  }

  private classify(columns: readonly Float64Array[], start: number, length: number): void {
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      const first = column[start]!;
      let j = 1;
      while (j < length && column[start + j] === first) {
        j++;
      }
      this.state[i] = j < length ? MIXED : first === 0 ? OUT : first === 1 ? IN : MIXED;
    }
  }

  private markNeeded(): void {
    const { member, low, high, root } = this.diagram;
    const { needed, state } = this;
    needed.fill(0);
    needed[root] = 1;
    for (let node = root; node > TRUE; node--) {
      if (needed[node]) {
        const known = state[member[node]!]!;
        if (known !== IN) {
          needed[low[node]!] = 1;
        }
        if (known !== OUT) {
          needed[high[node]!] = 1;
        }
      }
    }
  }

  /** Computes the needed nodes, bottom up; returns where the root's values begin. */
  private values(columns: readonly Float64Array[], start: number, length: number): number {
    const { member, low, high, root } = this.diagram;
    const { scratch, place, needed, state, block } = this;
    for (let node = 2; node <= root; node++) {
      if (needed[node]) {
        const i = member[node]!;
        const known = state[i]!;
        if (known === MIXED) {
          place[node] = node * block;
          combine(scratch, node * block, place[low[node]!]!, place[high[node]!]!, columns[i]!, start, length);
        } else {
          place[node] = place[known === IN ? high[node]! : low[node]!]!;
        }
      }
    }
    return place[root]!;
  }
}

/** scratch[at + j] = p·high + (1 − p)·low for a block of points. */
export function combine(
  scratch: Float64Array,
  at: number,
  low: number,
  high: number,
  p: Float64Array,
  start: number,
  length: number,
): void {
  for (let j = 0; j < length; j++) {
    const inside = p[start + j]!;
    scratch[at + j] = inside * scratch[high + j]! + (1 - inside) * scratch[low + j]!;
  }
}
