import type { Count, Milliseconds, MillisecondsOrNull, Share } from './measures.js';

/** Latency figures (ms) of one kind of operation of one client. */
export interface Figures {
  /** Mean of the operations that finish; null where none does. */
  readonly mean: MillisecondsOrNull;
  /** Quantiles over all operations; null where so many never finish. */
  readonly p50: MillisecondsOrNull;
  readonly p90: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
  readonly p999: MillisecondsOrNull;
  /** Probability that the operation never finishes. */
  readonly failure: Share;
}

/** How often one replica is the one whose answer completes the quorum, and how often it is in it at all. */
export interface Decider {
  readonly replica: string;
  readonly decides: Share;
  readonly inQuorum: Share;
}

export interface ClientEstimate {
  readonly id: string;
  readonly at: string;
  /** The replica that the client talks to; null where none is up. */
  readonly entry: string | null;
  /** The replica that its reads go to: another than `entry` only where any replica may answer them. */
  readonly readEntry: string | null;
  readonly write: Figures;
  readonly read: Figures;
  /** Until the write is executed where it was entered; present where the protocol answers before that. */
  readonly execution?: Figures;
  /** Who decides when its write commits, most often first; empty where no quorum is waited for. */
  readonly decidedBy: readonly Decider[];
}

/** Operations of one client that are answered only after its request has timed out. */
export interface LateOperation {
  readonly client: string;
  readonly operation: 'write' | 'read';
  /** Share of these operations that are answered later than `timeouts.request`. */
  readonly share: Share;
  /** Share of them that are answered only after their client has given up: all sendings have timed out. */
  readonly givenUp: Share;
  readonly p50: MillisecondsOrNull;
}

/** Operations for which `timeouts.request` is too short even where nothing queues. */
export interface LateAnswers {
  /** `timeouts.request`: how long clients wait before they send again (ms). */
  readonly timeout: Milliseconds;
  /** How often an operation is sent before its client gives it up. */
  readonly attempts: Count;
  /** Those of which one in a thousand or more is late, the largest share first. */
  readonly operations: readonly LateOperation[];
}
