import { setSize } from '../quorum/set-size.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { DesignMetric, DesignNode, DesignSpace, ReadShare } from './design.js';

/** How often which set of nodes is asked. Probabilities are above 0 and add up to 1. */
export interface AskedSet {
  /** Bit i: nodes[i] is asked. */
  readonly set: number;
  readonly probability: number;
}

/** A quorum for each operation, drawn at random (Naor, Wool, "The load, capacity, and availability of quorum systems", SIAM J. Comput. 27(2), 1998). */
export interface Strategy {
  readonly reads: readonly AskedSet[];
  readonly writes: readonly AskedSet[];
}

/** Probability that each node is asked by one operation. */
export function asked(choices: readonly AskedSet[], nodes: number): number[] {
  const sums = new Array<number>(nodes).fill(0);
  for (const { set, probability } of choices)
    for (let i = 0; i < nodes; i++) if ((set >>> i) & 1) sums[i] += probability;
  return sums;
}

/** Seconds of each node's time that one operation takes, at a share of reads. */
export function nodeLoads(space: DesignSpace, strategy: Strategy, share: number): number[] {
  const reads = asked(strategy.reads, space.nodes.length);
  const writes = asked(strategy.writes, space.nodes.length);
  return space.nodes.map(
    (node, i) => (share * reads[i]) / node.reads + ((1 - share) * writes[i]) / node.writes,
  );
}

/** The load of the busiest node: 1 / capacity. */
export function loadOf(space: DesignSpace, strategy: Strategy, share: number): number {
  return Math.max(...nodeLoads(space, strategy, share));
}

/** Nodes asked per operation. */
export function networkOf(strategy: Strategy, share: number): number {
  const size = (choices: readonly AskedSet[]) =>
    choices.reduce((sum, { set, probability }) => sum + probability * setSize(set), 0);
  return share * size(strategy.reads) + (1 - share) * size(strategy.writes);
}

/** ms until those that have answered contain a quorum, on average; every node must have a latency. */
export function latencyOf(space: DesignSpace, strategy: Strategy, share: number): number {
  const mean = (choices: readonly AskedSet[], system: QuorumSystem) =>
    choices.reduce(
      (sum, { set, probability }) => sum + probability * latencyOfSet(space.nodes, system, set),
      0,
    );
  return share * mean(strategy.reads, space.reads) + (1 - share) * mean(strategy.writes, space.writes);
}

/** ms until a quorum among those asked has answered; Infinity where the set contains none. */
export function latencyOfSet(nodes: readonly DesignNode[], system: QuorumSystem, set: number): number {
  const members = nodes.map((_, i) => i).filter((i) => (set >>> i) & 1);
  members.sort((a, b) => latencyOfNode(nodes[a]) - latencyOfNode(nodes[b]));
  let answered = 0;
  for (const i of members) {
    answered |= 1 << i;
    if (system.contains(answered)) return latencyOfNode(nodes[i]);
  }
  return Number.POSITIVE_INFINITY;
}

/** @throws RangeError where the node has none: who asks for latency sees to it that every node has one. */
export function latencyOfNode({ id, latency }: DesignNode): number {
  if (latency === undefined) throw new RangeError(`node ${id} has no latency`);
  return latency;
}

/** One metric of a strategy, averaged over the shares. */
export function metricOf(
  metric: DesignMetric,
  space: DesignSpace,
  strategy: Strategy,
  shares: readonly ReadShare[],
): number {
  return shares.reduce((sum, { share, weight }) => {
    const value =
      metric === 'load'
        ? loadOf(space, strategy, share)
        : metric === 'network'
          ? networkOf(strategy, share)
          : latencyOf(space, strategy, share);
    return sum + weight * value;
  }, 0);
}
