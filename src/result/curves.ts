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
  readonly points: readonly { readonly ms: number; readonly share: number }[];
  /** Null where so many operations never finish. */
  readonly p50: number | null;
  readonly p99: number | null;
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
    readonly cells: readonly (number | null)[];
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
  readonly lat: number;
  readonly lon: number;
  readonly replicas: readonly { readonly id: string; readonly leads: boolean }[];
  readonly clients: readonly string[];
}

export interface MapLink {
  /** Positions in `places`. */
  readonly from: number;
  readonly to: number;
  /** 'request': between a client and the replica it talks to; 'quorum': between the quorum's members and who asks them. */
  readonly kind: 'request' | 'quorum';
  /** Share of the writes whose quorum it helped to gather; of requests, of all writes. Clients count by their writes. */
  readonly share: number;
  /** Median round trip (ms). */
  readonly rtt: number;
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
    readonly from: number;
    readonly to: number;
    /** Did the answer wait for it? */
    readonly critical: boolean;
  }[];
  /** Where the command was executed, and when. */
  readonly commits: readonly { readonly place: string; readonly at: number }[];
  /** Timers, retries and what else happened at one place. */
  readonly marks: readonly { readonly place: string; readonly at: number; readonly what: TraceStep }[];
  /** Null where no answer came. */
  readonly answered: number | null;
}

export interface SpaceTimeMessage {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly sent: number;
  /** Null where it was lost, or the trace ends before. */
  readonly received: number | null;
  /** Did the answer wait for it? */
  readonly critical: boolean;
}

/** Unavailability by the number of replicas. */
export interface AvailabilityBySize {
  readonly about: About;
  readonly points: readonly {
    readonly replicas: number;
    /** Do replicas share zones, regions and what cuts across them? Else each fails for itself, as often. */
    readonly correlated: boolean;
    /** Share of the time in which no quorum is up. */
    readonly unavailability: number;
  }[];
}
