import type { AvailabilityResult, SurvivalResult } from './availability.js';
import type { EstimateResult } from './estimate.js';
import type { FailoverBlock } from './failover.js';
import type { Amount, Count, Milliseconds, MillisecondsOrNull } from './measures.js';
import type { ProtocolResult, Provenance, TopologyResult } from './subject.js';
import type { ThroughputResult } from './throughput.js';

/** Results of `quorate explain throughput | availability | failover` as plain data. */
export interface ExplanationHead {
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly seed: Count;
}

/**
 * Latency figures (ms) of one kind of operation at one load; null where it is never: the mean, of those that finish, where
 * none does, a quantile where too many do not.
 */
export interface LoadedFiguresResult {
  readonly mean: MillisecondsOrNull;
  readonly p50: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
  /** Where they are simulated: 95 % confidence intervals (ms); null on a side without a bound. */
  readonly confidence?: {
    readonly mean: readonly [MillisecondsOrNull, MillisecondsOrNull];
    readonly p99: readonly [MillisecondsOrNull, MillisecondsOrNull];
  };
}

/** What one replica is asked for by one operation of the mix, on average, unbatched. */
export interface DemandResult {
  readonly replica: string;
  readonly received: Amount;
  readonly sent: Amount;
  readonly bytes: Amount;
  readonly durableWrites: Amount;
}

export interface ThroughputExplanation extends ExplanationHead {
  readonly schema: 'quorate.explain-throughput/1';
  readonly throughput: ThroughputResult;
  readonly demands: readonly DemandResult[];
  /** Latency as a function of the load; empty where nothing limits it. */
  readonly curve: readonly {
    /** Share of the capacity, and operations per second of all clients. */
    readonly load: Amount;
    readonly perSecond: Amount;
    /** Where the model is known not to hold: the protocol's machines were run. */
    readonly simulated?: {
      /** Why, in words that end a sentence after "because". */
      readonly because: string;
      /** Operations that the figures are of; 0 where a lower load was too much already. */
      readonly operations: Count;
      /** False: more came than was answered, so that there are no latencies. */
      readonly sustained: boolean;
    };
    readonly clients: readonly {
      readonly id: string;
      readonly write: LoadedFiguresResult | null;
      readonly read: LoadedFiguresResult | null;
    }[];
  }[];
}

export interface AvailabilityExplanation extends ExplanationHead {
  readonly schema: 'quorate.explain-availability/1';
  readonly availability: AvailabilityResult | null;
  readonly survives: EstimateResult['survives'];
  readonly survival: SurvivalResult;
  /** What must be up for writes, and for reads, in words. */
  readonly needs: { readonly write: readonly string[]; readonly read: readonly string[] };
}

export interface FailoverExplanation extends ExplanationHead {
  readonly schema: 'quorate.explain-failover/1';
  readonly failover: FailoverBlock | null;
  /** What lease and grace periods cost; null where no lease is what a lost replica is noticed by. */
  readonly leases: LeaseResult | null;
  /**
   * What clients see, second by second, when the replica crashes five seconds in, until they are served steadily again; null
   * where nobody takes over.
   */
  readonly timeline: {
    readonly crash: { readonly replica: string; readonly at: Milliseconds };
    readonly bin: Milliseconds;
    /** When steady service began again (ms after the crash); null: not while it was watched. */
    readonly steadyAfter: MillisecondsOrNull;
    readonly clients: readonly {
      readonly id: string;
      readonly entry: string;
      /** The longest time without an answer while one was due (ms). */
      readonly longestGap: Milliseconds;
      readonly bins: readonly {
        readonly at: Milliseconds;
        readonly answered: Count;
        readonly mean: MillisecondsOrNull;
        readonly p99: MillisecondsOrNull;
        readonly retries: Count;
      }[];
    }[];
  } | null;
}

/** Short periods suspect healthy replicas when the network hiccups, long ones take long to notice crashes. */
export interface LeaseResult {
  /** The replica that counts on the others' leases, where that is not the leader: the tail of a chain. Null: the leader. */
  readonly holder: string | null;
  /** The pauses of each connection between the holder of the leases and another that were supposed, and crashes of each replica. */
  readonly hiccups: { readonly perYear: Amount; readonly meanLength: Milliseconds };
  readonly crashesPerYear: Amount;
  /** Whether the file gives the crashes (failures.machine), or they are supposed too. */
  readonly crashesGiven: boolean;
  readonly rows: readonly {
    /** ms */
    readonly lease: Milliseconds;
    readonly grace: Milliseconds;
    /** The file's own choice. */
    readonly chosen: boolean;
    /** Healthy replicas taken for dead, in a year. */
    readonly suspicionsPerYear: Amount;
    /** Seconds a year in which writes are unavailable: after crashes of the holder of the leases (`leader`), of others, for hiccups, and all. */
    readonly unavailable: {
      readonly leader: Amount;
      readonly others: Amount;
      readonly hiccups: Amount;
      readonly total: Amount;
    };
  }[];
}
