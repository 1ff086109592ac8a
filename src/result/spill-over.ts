import type { Amount, AmountOrNull, Milliseconds, MillisecondsOrNull } from './measures.js';
import type { TopologyResult } from './subject.js';

/** Reads that are routed to the nearest replica, in a regional spike, as plain data. Rates per second, times in ms. */

export interface SpillReplica {
  readonly id: string;
  readonly at: string;
  /** Reads per second that it can serve. */
  readonly capacity: Amount;
  /** Reads per second before the spike, and with excess spilled to the next replica during it. */
  readonly before: Milliseconds;
  readonly spilled: Milliseconds;
  /** When it was overwhelmed under nearest routing (ms after the spike began); null: it was not. */
  readonly failedAt: MillisecondsOrNull;
}

/** What every replica is asked for between two failures, under nearest routing. */
export interface SpillStep {
  /** ms after the spike began. */
  readonly at: Milliseconds;
  /** Who failed at this moment; empty for the beginning of the spike. */
  readonly failed: readonly string[];
  /** Reads per second, in file order; null for those that have failed. */
  readonly loads: readonly AmountOrNull[];
  /** Reads per second that nobody is left to serve. */
  readonly unserved: Amount;
}

export interface SpillClient {
  readonly id: string;
  readonly at: string;
  /** Reads per second during the spike. */
  readonly reads: Amount;
  /** Where they go when only the excess is spilled: nearest first. */
  readonly served: readonly { readonly replica: string; readonly reads: Amount }[];
  /** Reads per second that are turned away then. */
  readonly shed: Amount;
  /** Mean round trip (ms) to who serves it: before, at the end of the cascade (null: nobody), and with spilling. */
  readonly before: Milliseconds;
  readonly cascade: MillisecondsOrNull;
  readonly spilled: MillisecondsOrNull;
}

export interface SpillOverResult {
  readonly schema: 'quorate.spill-over/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly spike: { readonly client: string; readonly factor: Amount };
  /** How long a read may wait in a queue before its client gives up (ms). */
  readonly patience: Milliseconds;
  /** Reads per second in the spike, and what all replicas together can serve. */
  readonly demand: Amount;
  readonly capacity: Amount;
  readonly enough: boolean;
  readonly replicas: readonly SpillReplica[];
  readonly clients: readonly SpillClient[];
  readonly cascade: readonly SpillStep[];
  /** Reads per second served at the end of the cascade, and with spilling. */
  readonly servedByCascade: Amount;
  readonly servedBySpilling: Amount;
  /** The largest factor of the spike that is served in full: by nearest routing, and with spilling; null: none from 0 on. */
  readonly bearable: { readonly nearest: AmountOrNull; readonly spilling: AmountOrNull };
  readonly notModelled: readonly string[];
}
