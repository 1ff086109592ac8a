import type { Uniform } from '../distribution/random.js';
import type { Leaf, Outcome, Quorum } from './outcome.js';

/**
 * Draws an expression again and again. Each leaf is drawn once a run, however often it appears: that is what
 * makes shared legs of a message flow right where the exact calculus would take them for independent.
 */
export class Sampler {
  private readonly draws = new Map<Leaf, number>();
  /** The part that decided each node in this run: the last, the first, the one that completed the quorum. */
  private readonly decided = new Map<Outcome, Outcome>();
  /** Members whose part had finished when the quorum stood, as a bit mask. */
  private readonly formed = new Map<Outcome, number>();

  constructor(
    private readonly outcome: Outcome,
    private readonly uniform: Uniform,
  ) {}

  /** One more run (ms); Infinity where it never finishes. */
  next(): number {
    this.draws.clear();
    return this.time(this.outcome);
  }

  /** The leaves on the critical path of the last run, which must have finished: their draws add up to its time. */
  path(): Leaf[] {
    const path: Leaf[] = [];
    const walk = (node: Outcome): void => {
      if (node.kind === 'leaf') path.push(node);
      else if (node.kind === 'after') for (const part of node.parts) walk(part);
      else {
        const part = this.decided.get(node);
        if (part !== undefined) walk(part);
      }
    };
    walk(this.outcome);
    return path;
  }

  /** What a leaf drew in the last run (ms). */
  drawOf(leaf: Leaf): number {
    return this.draws.get(leaf) ?? Number.NaN;
  }

  /** Which members were in when this quorum stood, and which of them completed it; undefined where it never did. */
  quorumOf(node: Outcome): { members: number; last: Outcome } | undefined {
    const members = this.formed.get(node);
    const last = this.decided.get(node);
    return members === undefined || last === undefined ? undefined : { members, last };
  }

  private time(node: Outcome): number {
    switch (node.kind) {
      case 'leaf': {
        let drawn = this.draws.get(node);
        if (drawn === undefined) {
          drawn = node.delay.draw(this.uniform);
          this.draws.set(node, drawn);
        }
        return drawn;
      }
      case 'never':
        return Number.POSITIVE_INFINITY;
      case 'after': {
        let total = 0;
        for (const part of node.parts) total += this.time(part);
        return total;
      }
      case 'all':
        return this.extreme(node, node.parts, 0, (time, best) => time >= best);
      case 'any':
        return this.extreme(node, node.parts, Number.POSITIVE_INFINITY, (time, best) => time <= best);
      case 'choice': {
        const taken = this.uniform() < node.p ? node.first : node.second;
        this.decided.set(node, taken);
        return this.time(taken);
      }
      case 'quorum':
        return this.quorum(node);
    }
  }

  private extreme(
    node: Outcome,
    parts: readonly Outcome[],
    least: number,
    better: (time: number, best: number) => boolean,
  ): number {
    let best = least;
    for (const part of parts) {
      const time = this.time(part);
      if (better(time, best)) {
        best = time;
        this.decided.set(node, part);
      }
    }
    return best;
  }

  private quorum(node: Quorum): number {
    const arrivals = node.parts.map((part, index) => ({ index, part, time: this.time(part) }));
    arrivals.sort((a, b) => a.time - b.time || a.index - b.index);
    let members = 0;
    for (const { index, part, time } of arrivals) {
      if (time === Number.POSITIVE_INFINITY) break;
      members |= 1 << index;
      if (node.system.contains(members)) {
        this.decided.set(node, part);
        this.formed.set(node, members);
        return time;
      }
    }
    this.decided.delete(node);
    this.formed.delete(node);
    return Number.POSITIVE_INFINITY;
  }
}
