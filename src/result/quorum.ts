import type {
  Amount,
  AmountOrNull,
  Count,
  Milliseconds,
  MillisecondsOrNull,
  Ordinal,
  Share,
  ShareOrNull,
} from './measures.js';

/** A read-write quorum system as a design space: what `quorate quorum` says. Loads in seconds per operation, capacities in operations per second. */
export interface QuorumResult {
  readonly schema: 'quorate.quorum/1';
  /** The file, or null where an expression was given. */
  readonly file: string | null;
  readonly name: string;
  /** The quorums in words. */
  readonly quorums: {
    readonly reads: string;
    readonly writes: string;
    /** Which of the two was made as the dual of the other: the sets that meet every quorum of it; null: both were given. */
    readonly dual: 'reads' | 'writes' | null;
  };
  /** False: no node has a capacity, so each counts as one operation per second, and load is a share of a node. */
  readonly capacitiesGiven: boolean;
  readonly minimise: QuorumMetric;
  readonly limits: {
    readonly load: AmountOrNull;
    readonly network: AmountOrNull;
    readonly latency: MillisecondsOrNull;
  };
  /** Quorums are asked of which any f members may fail to answer. */
  readonly f: Count;
  /** Of what is minimised: load in seconds per operation, network in nodes per operation, latency in ms. */
  readonly value: Amount;
  /** The same without limits and with f = 0; null where there are none. */
  readonly unrestricted: AmountOrNull;
  /** Seconds of the busiest node per operation, averaged over the read shares. */
  readonly load: Amount;
  /** 1 / load: operations per second. */
  readonly capacity: Amount;
  /** Nodes asked per operation. */
  readonly network: Amount;
  /** Until a quorum has answered, on average; null where nodes have no latencies. */
  readonly latency: MillisecondsOrNull;
  readonly resilience: QuorumResilience;
  /** Probability that no quorum is up, nodes failing independently; null where nodes have no probabilities. */
  readonly failure: { readonly read: Share; readonly write: Share } | null;
  readonly minimal: { readonly reads: MinimalQuorums; readonly writes: MinimalQuorums };
  /** Which quorums to ask how often. */
  readonly strategy: { readonly reads: readonly AskedQuorum[]; readonly writes: readonly AskedQuorum[] };
  readonly nodes: readonly QuorumNode[];
  /** The shares of reads that the strategy is for. */
  readonly readShares: readonly WeightedReadShare[];
  /** This strategy, and the best, at shares from 0 to 1. */
  readonly byReadShare: readonly ReadShareFigures[];
  /** The search for the best scheme; null where none was asked for. */
  readonly search: QuorumSearch | null;
}

export type QuorumMetric = 'load' | 'network' | 'latency';

/** Nodes, whichever they are, that may be lost with a quorum left. */
export interface QuorumResilience {
  readonly read: Count;
  readonly write: Count;
}

/** Quorums of which no member can be left out. */
export interface MinimalQuorums {
  readonly count: Count;
  readonly smallest: Count;
  /** By rising size; the first thousand where there are more. */
  readonly quorums: readonly (readonly string[])[];
}

export interface AskedQuorum {
  /** The nodes asked; with f above 0 more than a minimal quorum. */
  readonly quorum: readonly string[];
  readonly probability: Share;
}

export interface QuorumNode {
  readonly id: string;
  /** Per second, where it does nothing else. */
  readonly reads: Amount;
  readonly writes: Amount;
  readonly latency: MillisecondsOrNull;
  readonly failure: ShareOrNull;
  /** Share of the reads, and of the writes, that ask it. */
  readonly asked: { readonly reads: Share; readonly writes: Share };
  /** Its load, averaged over the read shares. */
  readonly load: Amount;
}

/** Under the strategy that is for all the shares. */
export interface WeightedReadShare {
  readonly share: Share;
  /** Weights add up to 1. */
  readonly weight: Share;
  readonly load: Amount;
  readonly capacity: Amount;
  readonly network: Amount;
  readonly latency: MillisecondsOrNull;
}

export interface ReadShareFigures {
  readonly share: Share;
  readonly load: Amount;
  readonly capacity: Amount;
  readonly network: Amount;
  readonly latency: MillisecondsOrNull;
  /** Of the strategy with the least load at this share alone, with the same f and no limits. */
  readonly best: { readonly load: Amount; readonly capacity: Amount };
}

export interface QuorumSearch {
  /** Kinds of schemes that were tried. */
  readonly kinds: readonly string[];
  /** Schemes there are, equal ones counted once. */
  readonly candidates: Count;
  /** Of which so many had to be worked out; the others cannot be better, or do not tolerate f losses. */
  readonly evaluated: Count;
  /** The best, at most ten. */
  readonly best: readonly FoundScheme[];
  /** The quorums that the file names, among the same figures; null where it names none. */
  readonly given: Omit<FoundScheme, 'rank'> | null;
}

export interface FoundScheme {
  readonly rank: Ordinal;
  /** Its kind, in words. */
  readonly kind: string;
  readonly reads: string;
  readonly writes: string;
  readonly value: Amount;
  readonly load: Amount;
  readonly capacity: Amount;
  readonly network: Amount;
  readonly latency: Milliseconds | null;
  readonly resilience: QuorumResilience;
}
