import type { Expression } from '../quorum/expression.js';
import type { DesignMetric, DesignNode, Goal } from './design.js';
import { latencyOfNode } from './strategy.js';

/** Of a system written with each member once: a tree over the nodes' numbers, to be walked through many times. */
interface Tree {
  /** −1 for a part that is made of others. */
  readonly node: number;
  /** So many of the parts make a quorum; fewer never do, whatever their weights. */
  readonly need: number;
  readonly parts: readonly Tree[];
}

/** A set that is asked, and what it costs. */
interface Cheapest {
  readonly cost: number;
  readonly set: number;
}

const NONE: Cheapest = { cost: Number.POSITIVE_INFINITY, set: 0 };

/**
 * What no strategy over a read-once scheme can be below, found in walks through the expression instead of a linear program.
 * For a price on each node, no quorum costs less than the cheapest, which one walk finds.
 */
export class Bounds {
  /** Members, whichever they are, that may be lost with a quorum left. */
  readonly resilience: number;
  private readonly reads: Tree;
  private readonly writes: Tree;
  private readonly share: number;
  /** One loss is allowed for, if any is asked for: what survives more survives one. */
  private readonly lost: 0 | 1;

  constructor(
    reads: Expression,
    dual: Expression,
    private readonly nodes: readonly DesignNode[],
    private readonly goal: Goal,
  ) {
    const index = new Map(nodes.map(({ id }, i) => [id, i]));
    this.reads = treeOf(reads, index);
    this.writes = treeOf(dual, index);
    this.share = goal.shares.reduce((sum, { share, weight }) => sum + share * weight, 0);
    this.lost = goal.f > 0 ? 1 : 0;
    const one = new Array<number>(nodes.length).fill(1);
    // A smallest write quorum is a smallest set that meets every read quorum, and the other way round.
    this.resilience = Math.min(cheapest(this.reads, one, 0).cost, cheapest(this.writes, one, 0).cost) - 1;
  }

  /** A bound of a metric that does not depend on capacities. */
  of(metric: Exclude<DesignMetric, 'load'>): number {
    if (metric === 'network') {
      const one = new Array<number>(this.nodes.length).fill(1);
      return this.mixed(
        cheapest(this.reads, one, this.lost).cost,
        cheapest(this.writes, one, this.lost).cost,
      );
    }
    const times = this.nodes.map(latencyOfNode);
    return this.mixed(soonest(this.reads, times), soonest(this.writes, times));
  }

  /**
   * The load is at least this: the busiest node is at least as busy as the average by any prices that add up to 1. With
   * the prices of the optimum it is the optimum, by the duality of linear programs.
   */
  load(prices: Prices): number {
    return this.priced(prices).reduce((sum, { weight, cost }) => sum + weight * cost, 0);
  }

  /**
   * The same with better prices, found by raising those of nodes that the cheapest quorums ask much (multiplicative weights;
   * Arora, Hazan, Kale, Theory of Computing 8, 2012, §3). Ends where the bound exceeds `enough`.
   */
  refined(prices: Prices, enough: number): number {
    let now = prices;
    let best = 0;
    const total = prices.map(() => new Array<number>(this.nodes.length).fill(0));
    for (let round = 1; round <= ROUNDS && best <= enough; round++) {
      const priced = this.priced(now);
      best = Math.max(
        best,
        priced.reduce((sum, { weight, cost }) => sum + weight * cost, 0),
      );
      now = priced.map(({ loads }, k) => {
        const most = Math.max(...loads);
        loads.forEach((load, i) => {
          total[k][i] += load / most;
        });
        return normalised(
          prices[k].map((price, i) => (price + LEAST) * Math.exp((STEP * total[k][i]) / Math.sqrt(round))),
        );
      });
    }
    return best;
  }

  /** For each share of reads, what the cheapest read and write cost together, and what they load each node with. */
  private priced(prices: Prices): { weight: number; cost: number; loads: number[] }[] {
    return this.goal.shares.map(({ share, weight }, k) => {
      const read = this.nodes.map((node, i) => (share * prices[k][i]) / node.reads);
      const write = this.nodes.map((node, i) => ((1 - share) * prices[k][i]) / node.writes);
      const [r, w] = [cheapest(this.reads, read, this.lost), cheapest(this.writes, write, this.lost)];
      const loads = this.nodes.map(
        (node, i) =>
          (share * ((r.set >>> i) & 1)) / node.reads + ((1 - share) * ((w.set >>> i) & 1)) / node.writes,
      );
      return { weight, cost: r.cost + w.cost, loads };
    });
  }

  private mixed(read: number, write: number): number {
    // 0 × ∞ is no bound.
    return (this.share > 0 ? this.share * read : 0) + (this.share < 1 ? (1 - this.share) * write : 0);
  }
}

/** For each share of reads a price for each node; the prices of one share add up to 1. */
export type Prices = readonly (readonly number[])[];

const ROUNDS = 40;
const STEP = 1;
/** A node whose price is 0 could never get another. */
const LEAST = 1e-3;

/** The same proportions, adding up to 1. */
export function normalised(raw: readonly number[]): number[] {
  const total = raw.reduce((sum, each) => sum + each, 0);
  return raw.map((each) => each / total);
}

function treeOf(e: Expression, index: ReadonlyMap<string, number>): Tree {
  if (e.kind === 'member') return { node: index.get(e.id) ?? 0, need: 1, parts: [] };
  if (e.kind === 'threshold') {
    const weights = e.parts.map(({ weight }) => weight).sort((a, b) => b - a);
    let weight = 0;
    let need = 0;
    while (weight < e.need) weight += weights[need++];
    return {
      node: -1,
      need,
      parts: e.parts.filter((part) => part.weight > 0).map(({ of }) => treeOf(of, index)),
    };
  }
  const parts = e.parts.map((part) => treeOf(part, index));
  return { node: -1, need: e.kind === 'and' ? parts.length : 1, parts };
}

/** The cheapest set that contains a quorum, after the loss of any one of its members where `lost` is 1. */
function cheapest(tree: Tree, costs: readonly number[], lost: 0 | 1): Cheapest {
  if (tree.node >= 0) return lost === 1 ? NONE : { cost: costs[tree.node], set: 1 << tree.node };
  const plain = sum(
    tree.parts.map((part) => cheapest(part, costs, 0)),
    lost === 0 ? tree.need : tree.need + 1,
  );
  if (lost === 0) return plain;
  // One part more than is needed, or each of those needed survives the loss by itself.
  const each = sum(
    tree.parts.map((part) => cheapest(part, costs, 1)),
    tree.need,
  );
  return each.cost < plain.cost ? each : plain;
}

/** The k cheapest together; none where there are not so many. */
function sum(parts: Cheapest[], k: number): Cheapest {
  if (k > parts.length) return NONE;
  if (k < parts.length) parts.sort((a, b) => a.cost - b.cost);
  let cost = 0;
  let set = 0;
  for (let i = 0; i < k; i++) {
    cost += parts[i].cost;
    set |= parts[i].set;
  }
  return { cost, set };
}

/** The least time in which a quorum has answered. */
function soonest({ node, need, parts }: Tree, times: readonly number[]): number {
  if (node >= 0) return times[node];
  return parts.map((part) => soonest(part, times)).sort((a, b) => a - b)[need - 1];
}
