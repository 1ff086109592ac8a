import type { QuorumSystem } from '../quorum/system.js';

/** A node that holds a copy. */
export interface DesignNode {
  readonly id: string;
  /** Reads and writes per second that it takes where it does nothing else; above 0. */
  readonly reads: number;
  readonly writes: number;
  /** Time until its answer is there (ms); undefined where nothing says. */
  readonly latency: number | undefined;
  /** Probability that it is down, 0…1; undefined where nothing says. */
  readonly failure: number | undefined;
}

/** What quorums there are to choose among: over these nodes, in this order, in both systems. */
export interface DesignSpace {
  readonly nodes: readonly DesignNode[];
  readonly reads: QuorumSystem;
  readonly writes: QuorumSystem;
}

/** This share of operations are reads for a part `weight` of the time; weights add up to 1. */
export interface ReadShare {
  readonly share: number;
  readonly weight: number;
}

/** Load: seconds of the busiest node per operation. Network: nodes asked per operation. Latency: ms. */
export type DesignMetric = 'load' | 'network' | 'latency';

export const DESIGN_METRICS: readonly DesignMetric[] = ['load', 'network', 'latency'];

export type Limits = Readonly<Partial<Record<DesignMetric, number>>>;

/** What is asked of a strategy. */
export interface Goal {
  /** By rising share, each once. */
  readonly shares: readonly ReadShare[];
  readonly minimise: DesignMetric;
  /** At most so much, on average over the shares. */
  readonly limits: Limits;
  /** Quorums are asked of which any f members may fail to answer. */
  readonly f: number;
}
