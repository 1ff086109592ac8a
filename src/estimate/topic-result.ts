import type {
  AvailabilityResult,
  EstimateResult,
  FailoverBlock,
  ProtocolResult,
  Provenance,
  SurvivalResult,
  ThroughputResult,
  TopologyResult,
} from './result.js';

/** Results of `quorate explain throughput | availability | failover` as plain data. */
interface Topic {
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly seed: number;
}

/** Latency figures (ms) of one kind of operation at one load. */
export interface LoadedFiguresResult {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

/** What one replica is asked for by one operation of the mix, on average, unbatched. */
export interface DemandResult {
  readonly replica: string;
  readonly received: number;
  readonly sent: number;
  readonly bytes: number;
  readonly durableWrites: number;
}

export interface ThroughputExplanation extends Topic {
  readonly schema: 'quorate.explain-throughput/1';
  readonly throughput: ThroughputResult;
  readonly demands: readonly DemandResult[];
  /** Latency as a function of the load; empty where nothing limits it. */
  readonly curve: readonly {
    /** Share of the capacity, and operations per second of all clients. */
    readonly load: number;
    readonly perSecond: number;
    readonly clients: readonly {
      readonly id: string;
      readonly write: LoadedFiguresResult | null;
      readonly read: LoadedFiguresResult | null;
    }[];
  }[];
}

export interface AvailabilityExplanation extends Topic {
  readonly schema: 'quorate.explain-availability/1';
  readonly availability: AvailabilityResult | null;
  readonly survives: EstimateResult['survives'];
  readonly survival: SurvivalResult;
  /** What must be up for writes, and for reads, in words. */
  readonly needs: { readonly write: readonly string[]; readonly read: readonly string[] };
}

export interface FailoverExplanation extends Topic {
  readonly schema: 'quorate.explain-failover/1';
  readonly failover: FailoverBlock | null;
  /** What clients see, second by second, when the replica crashes five seconds in; null where nobody takes over. */
  readonly timeline: {
    readonly crash: { readonly replica: string; readonly at: number };
    readonly bin: number;
    readonly clients: readonly {
      readonly id: string;
      /** The longest time without an answer while one was due (ms). */
      readonly longestGap: number;
      readonly bins: readonly {
        readonly at: number;
        readonly answered: number;
        readonly mean: number | null;
        readonly p99: number | null;
        readonly retries: number;
      }[];
    }[];
  } | null;
}
