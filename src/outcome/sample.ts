import type { Uniform } from '../distribution/random.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Leaf, Outcome } from './outcome.js';

/** Runs of an expression, one after the other. */
export interface Runs {
  /** One more run (ms); Infinity where it never finishes. */
  next(): number;
  /** The leaves on the critical path of the last run, which must have finished: their draws add up to its time. */
  path(): Leaf[];
  /** How long a leaf took in the last run (ms). */
  drawOf(leaf: Leaf): number;
}

/** One node of a compiled expression; parts are positions of nodes that come before it. */
interface Step {
  readonly kind: Outcome['kind'];
  readonly parts: readonly number[];
  /** Position among the leaves, for a leaf. */
  readonly leaf: number;
  readonly system: QuorumSystem | undefined;
  readonly p: number;
}

/**
 * Draws an expression again and again. Each leaf is drawn once a run, however often it appears: that is what
 * makes shared legs of a message flow right where the exact calculus would take them for independent.
 *
 * The expression is compiled into a list, parts before wholes, so that a run is one pass over flat arrays.
 */
export class Sampler implements Runs {
  private readonly steps: Step[] = [];
  private readonly leaves: Leaf[] = [];
  private readonly draws: Float64Array;
  private readonly times: Float64Array;
  /** The part that decided each node in this run: the last, the first, the one that completed the quorum; −1: none. */
  private readonly decided: Int32Array;
  private readonly order: Int32Array;

  constructor(
    outcome: Outcome,
    private readonly uniform: Uniform,
  ) {
    compile(outcome, this.steps, this.leaves);
    this.draws = new Float64Array(this.leaves.length);
    this.times = new Float64Array(this.steps.length);
    this.decided = new Int32Array(this.steps.length);
    this.order = new Int32Array(Math.max(1, ...this.steps.map(({ parts }) => parts.length)));
  }

  next(): number {
    const { steps, leaves, draws, times, uniform } = this;
    for (let i = 0; i < leaves.length; i++) draws[i] = leaves[i].delay.draw(uniform);
    for (let i = 0; i < steps.length; i++) times[i] = this.run(i, steps[i]);
    return times[steps.length - 1];
  }

  path(): Leaf[] {
    const path: Leaf[] = [];
    const walk = (node: number): void => {
      const { kind, parts, leaf } = this.steps[node];
      if (kind === 'leaf') path.push(this.leaves[leaf]);
      else if (kind === 'after') for (const part of parts) walk(part);
      else if (this.decided[node] >= 0) walk(this.decided[node]);
    };
    walk(this.steps.length - 1);
    return path;
  }

  drawOf(leaf: Leaf): number {
    const i = this.leaves.indexOf(leaf);
    return i < 0 ? Number.NaN : this.draws[i];
  }

  private run(node: number, { kind, parts, leaf, system, p }: Step): number {
    const { times, decided } = this;
    switch (kind) {
      case 'leaf':
        return this.draws[leaf];
      case 'never':
        return Number.POSITIVE_INFINITY;
      case 'after': {
        let total = 0;
        for (let k = 0; k < parts.length; k++) total += times[parts[k]];
        return total;
      }
      case 'all': {
        let last = 0;
        decided[node] = -1;
        for (let k = 0; k < parts.length; k++) {
          if (times[parts[k]] >= last) {
            last = times[parts[k]];
            decided[node] = parts[k];
          }
        }
        return last;
      }
      case 'any': {
        let first = Number.POSITIVE_INFINITY;
        decided[node] = -1;
        for (let k = 0; k < parts.length; k++) {
          if (times[parts[k]] <= first) {
            first = times[parts[k]];
            decided[node] = parts[k];
          }
        }
        return first;
      }
      case 'choice':
        decided[node] = this.uniform() < p ? parts[0] : parts[1];
        return times[decided[node]];
      case 'quorum':
        return system === undefined ? Number.POSITIVE_INFINITY : this.quorum(node, parts, system);
    }
  }

  /** Members in the order of their arrival, until they contain a quorum. */
  private quorum(node: number, parts: readonly number[], system: QuorumSystem): number {
    const { times, decided, order } = this;
    const n = parts.length;
    // Insertion sort: a handful of members, in much the same order every time.
    for (let k = 0; k < n; k++) {
      const time = times[parts[k]];
      let at = k;
      while (at > 0 && times[parts[order[at - 1]]] > time) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = k;
    }
    let members = 0;
    for (let k = 0; k < n; k++) {
      const member = order[k];
      const time = times[parts[member]];
      if (time === Number.POSITIVE_INFINITY) break;
      members |= 1 << member;
      if (system.contains(members)) {
        decided[node] = parts[member];
        return time;
      }
    }
    decided[node] = -1;
    return Number.POSITIVE_INFINITY;
  }
}

/** Appends an expression's nodes, parts before wholes; what stands in two places is run once. */
function compile(outcome: Outcome, steps: Step[], leaves: Leaf[]): void {
  const known = new Map<Outcome, number>();
  const visit = (node: Outcome): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const below =
      node.kind === 'choice'
        ? [node.first, node.second]
        : node.kind === 'leaf' || node.kind === 'never'
          ? []
          : node.parts;
    const parts = below.map(visit);
    steps.push({
      kind: node.kind,
      parts,
      leaf: node.kind === 'leaf' ? leaves.push(node) - 1 : -1,
      system: node.kind === 'quorum' ? node.system : undefined,
      p: node.kind === 'choice' ? node.p : 1,
    });
    known.set(node, steps.length - 1);
    return steps.length - 1;
  };
  visit(outcome);
}
