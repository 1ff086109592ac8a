import type { AmountOrNull, Count, MillisecondsOrNull } from './measures.js';
import type { ProtocolResult, TopologyResult } from './subject.js';
import type { FigureChange } from './what-if.js';

/** One figure before and after, and whether the difference means something. */
export interface Difference extends FigureChange {
  /** Differences up to this are noise, in the unit of the figure; null where one side is never, or without limit. */
  readonly floor: AmountOrNull;
  readonly verdict: Verdict;
}

/** 'none': no difference beyond the floor. */
export type Verdict = 'better' | 'worse' | 'none';

/** One of the two that are held against each other. */
export interface DiffSide {
  /** The topology file, or the file that a result was saved in. */
  readonly file: string;
  /** 'topology': estimated now; 'result': as it was saved. */
  readonly kind: 'topology' | 'result';
  /** Version of quorate that made the figures. */
  readonly version: string;
  readonly seed: Count;
  readonly method: 'exact' | 'sampled';
  readonly topology: TopologyResult;
  readonly protocol: ProtocolResult;
  /** The data set of round trips; null: inline. */
  readonly rtt: string | null;
}

/** A client that both have. */
export interface ClientDiff {
  readonly id: string;
  readonly at: { readonly before: string; readonly after: string };
  /** 'mixed': some figures are better and some worse. */
  readonly verdict: Verdict | 'mixed';
  /** By name: 'write.p50', 'read.p999', 'write.failure', … */
  readonly figures: Readonly<Record<string, Difference>>;
}

/** A client that one of the two has. */
export interface LoneClient {
  readonly id: string;
  readonly at: string;
  readonly write: { readonly p50: MillisecondsOrNull; readonly p99: MillisecondsOrNull };
  readonly read: { readonly p50: MillisecondsOrNull; readonly p99: MillisecondsOrNull };
}

export type ObjectiveVerdict = 'met' | 'missed' | 'not judged' | 'not asked';

export interface ObjectiveDiff {
  /** As head asks; as base did where head does not. */
  readonly objective: string;
  /** As base asked, where that differs. */
  readonly asked?: string;
  readonly before: ObjectiveVerdict;
  readonly after: ObjectiveVerdict;
  readonly actualBefore: number | null;
  readonly actualAfter: number | null;
  /** Met on one side and missed on the other. */
  readonly flips: boolean;
}

/** One thing that is different in the file. */
export interface DocumentChange {
  /** "replicas.va1.at", "protocol.quorum" */
  readonly path: string;
  /** As the file has it, on one line; null: not given. */
  readonly before: string | null;
  readonly after: string | null;
  /** In words: "replica va1 moves: us-east-1/a → us-west-2/b". */
  readonly text: string;
}

/** The result of `quorate diff` as plain data. Times in ms, availability as shares, downtime in seconds a year. */
export interface DiffResult {
  readonly schema: 'quorate.diff/1';
  readonly version: string;
  readonly base: DiffSide;
  readonly head: DiffSide;
  /** What changed in the file; null where one side is a saved result, which does not hold its file. */
  readonly changes: readonly DocumentChange[] | null;
  /** In the order of head. */
  readonly clients: readonly ClientDiff[];
  readonly clientsAdded: readonly LoneClient[];
  readonly clientsRemoved: readonly LoneClient[];
  /** Null where not both have it. */
  readonly availability: {
    readonly write: Difference;
    readonly read: Difference;
    /** Of writes, seconds a year. */
    readonly downtimePerYear: Difference;
  } | null;
  /** Operations per second; null where not both have it. In `max`, null is without limit. */
  readonly throughput: {
    readonly max: Difference;
    readonly bottleneck: { readonly before: string | null; readonly after: string | null };
  } | null;
  /** How many domains of each level may be lost; null where not both have it. */
  readonly survives:
    | readonly {
        readonly level: string;
        readonly before: Count;
        readonly after: Count;
        readonly verdict: Verdict;
      }[]
    | null;
  readonly objectives: readonly ObjectiveDiff[];
  /** What to keep in mind when comparing the two. */
  readonly notes: readonly string[];
  /** Over everything: 'worse' and 'mixed' are what --exit-code is about. */
  readonly verdict: Verdict | 'mixed';
}
