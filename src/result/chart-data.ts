import type { Amount, Count, Milliseconds, MillisecondsOrNull, Share } from './measures.js';
import type { TraceStep } from './simulation-run.js';

/** What charts are drawn from, as plain data. Times in ms, shares 0…1, angles in degrees. */

/** What a chart is about, for its subtitle. */
export interface About {
  /** Of the topology. */
  readonly name: string;
  /** "Multi-Paxos, leader va1" */
  readonly protocol: string;
  /** Where the figures come from: "RTTs aws-2025-07", "simulated, seed 1". */
  readonly source: string;
}

/** Latency distributions of one kind of operation. */
export interface LatencyCurves {
  readonly about: About;
  readonly operation: 'write' | 'read';
  readonly clients: readonly LatencyCurve[];
}

export interface LatencyCurve {
  readonly id: string;
  /** Points of the CDF, both coordinates rising; they end before 1 where operations may never finish. */
  readonly points: readonly { readonly ms: Milliseconds; readonly share: Share }[];
  /** Null where so many operations never finish. */
  readonly p50: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
}

/** Round trips between every replica and every other, and from every client to every replica. */
export interface RttMatrix {
  readonly about: About;
  /** Ids of the replicas. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly id: string;
    readonly kind: 'replica' | 'client';
    /** Median round trip to each replica (ms); null from a replica to itself. */
    readonly cells: readonly MillisecondsOrNull[];
  }[];
}

/** Where everything is, and by which links writes gather their quorums. */
export interface MapData {
  readonly about: About;
  readonly places: readonly MapPlace[];
  /** Each pair of places once for a kind. */
  readonly links: readonly MapLink[];
  /** Regions whose coordinates are not known, with what stands there left out of the map. */
  readonly unplaced: readonly string[];
}

export interface MapPlace {
  readonly region: string;
  readonly city: string;
  /** @minimum -90 @maximum 90 */
  readonly lat: number;
  /** @minimum -180 @maximum 180 */
  readonly lon: number;
  readonly replicas: readonly { readonly id: string; readonly leads: boolean }[];
  readonly clients: readonly string[];
}

export interface MapLink {
  /** Positions in `places`. */
  readonly from: Count;
  readonly to: Count;
  /** 'request': between a client and the replica it talks to; 'quorum': between the quorum's members and who asks them. */
  readonly kind: 'request' | 'quorum';
  /** Share of the writes whose quorum it helped to gather; of requests, of all writes. Clients count by their writes. */
  readonly share: Share;
  /** Median round trip (ms). */
  readonly rtt: Milliseconds;
}

/** One command's messages and disk writes, from a simulation's trace. Times are ms after it was first sent. */
export interface SpaceTime {
  readonly about: About;
  readonly client: string;
  readonly kind: 'write' | 'read';
  /** Who takes part: the client first, then in the order in which they came in. */
  readonly lanes: readonly string[];
  readonly messages: readonly SpaceTimeMessage[];
  readonly diskWrites: readonly {
    readonly place: string;
    readonly from: Milliseconds;
    readonly to: Milliseconds;
    /** Did the answer wait for it? */
    readonly critical: boolean;
  }[];
  /** Where the command was executed, and when. */
  readonly commits: readonly { readonly place: string; readonly at: Milliseconds }[];
  /** Timers, retries and what else happened at one place. */
  readonly marks: readonly { readonly place: string; readonly at: Milliseconds; readonly what: TraceStep }[];
  /** Null where no answer came. */
  readonly answered: MillisecondsOrNull;
}

export interface SpaceTimeMessage {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly sent: Milliseconds;
  /** Null where it was lost, or the trace ends before. */
  readonly received: MillisecondsOrNull;
  /** Did the answer wait for it? */
  readonly critical: boolean;
}

/** Unavailability by the number of replicas. */
export interface AvailabilityBySize {
  readonly about: About;
  readonly points: readonly {
    readonly replicas: Count;
    /** Do replicas share zones, regions and what cuts across them? Else each fails for itself, as often. */
    readonly correlated: boolean;
    /** Share of the time in which no quorum is up. */
    readonly unavailability: Share;
  }[];
}

/** Write latencies of each client under each of several alternatives. */
export interface Alternatives {
  /** What the chart shows; which alternative has the least median, where it is not given. */
  readonly title?: string;
  /** Whose figures these are, for the subtitle. */
  readonly source: string;
  readonly operation: 'write' | 'read';
  /** Names of the alternatives, in the order in which they are to stand. */
  readonly names: readonly string[];
  readonly clients: readonly {
    readonly id: string;
    /** For each alternative (ms); null where the client is not served. */
    readonly figures: readonly ({ readonly p50: Milliseconds; readonly p99: Milliseconds } | null)[];
  }[];
}

/** Latency at rising load. */
export interface HockeyStick {
  readonly about: About;
  readonly operation: 'write' | 'read';
  /** What the deployment can take at most, and what gives out first; null where nothing limits it. */
  readonly capacity: { readonly rate: Amount; readonly bottleneck: string } | null;
  /** By rising load. */
  readonly points: readonly {
    /** Operations per second of all clients. */
    readonly rate: Amount;
    readonly clients: readonly {
      readonly client: string;
      /** ms; null where too many operations never finish. */
      readonly mean: MillisecondsOrNull;
      readonly p50: MillisecondsOrNull;
      readonly p99: MillisecondsOrNull;
    }[];
  }[];
}

/** What clients see while something fails, second by second. */
export interface FailoverTimeline {
  readonly about: About;
  readonly clients: readonly {
    readonly id: string;
    /** By rising time. */
    readonly seconds: readonly {
      /** Beginning of the second, in seconds from the start. */
      readonly at: Amount;
      /** Operations answered in it. */
      readonly answered: Count;
      /** Latency of those (ms); null where there were none. */
      readonly mean: MillisecondsOrNull;
      readonly p99: MillisecondsOrNull;
    }[];
  }[];
  /** What happened when, in seconds: "va1 crashes", "oh1 leads". */
  readonly events: readonly { readonly at: Amount; readonly what: string; readonly bad: boolean }[];
}

/** Alternatives by what they cost in time and in outages. */
export interface Pareto {
  /** Whose figures these are, for the subtitle. */
  readonly source: string;
  /** What the time is, as its axis says: "Mean latency of all clients' writes". */
  readonly time: string;
  readonly alternatives: readonly {
    readonly name: string;
    /** That time (ms). */
    readonly ms: Milliseconds;
    /** Share of the time in which writes go on, 0…1. */
    readonly availability: Share;
  }[];
}

/** What each chart is drawn from. */
export interface ChartData {
  readonly map: MapData;
  readonly 'latency-cdf': LatencyCurves;
  readonly 'latency-tail': LatencyCurves;
  readonly alternatives: Alternatives;
  readonly 'rtt-heat-map': RttMatrix;
  readonly 'hockey-stick': HockeyStick;
  readonly 'availability-by-size': AvailabilityBySize;
  readonly 'failover-timeline': FailoverTimeline;
  readonly 'space-time': SpaceTime;
  readonly pareto: Pareto;
}

export type ChartName = keyof ChartData;
