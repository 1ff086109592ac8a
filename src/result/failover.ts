import type { Amount, Milliseconds, Share } from './measures.js';

/** Detection, election, reconciliation: how long writes stop when the replica that leads (or another) is lost. ms. */
export interface FailoverBlock {
  readonly lost: string;
  /** Those that lead where the loss is got over, the likeliest first. */
  readonly nextLeaders: readonly { readonly replica: string; readonly share: Share }[];
  /** Share of such losses after which nobody is ever elected; the durations are of the others. */
  readonly never: Share;
  readonly detection: DurationResult;
  readonly election: DurationResult;
  readonly reconciliation: DurationResult;
  readonly total: DurationResult;
  /** How long clients see nothing that asked the replica that is lost: another thing than how long the group stops. */
  readonly perceived: PerceivedOutage;
  /** What waits although writes do not stop; null where a loss stops all or nothing. */
  readonly unfinished: UnfinishedResult | null;
  readonly note: string;
}

/** A client asks the next replica once its patience is over: it waits for that and for the failover, whichever ends later. */
export interface PerceivedOutage extends DurationResult {
  /** How long a client waits for an answer before it asks another replica (ms), and whether the file says so. */
  readonly patience: Milliseconds;
  readonly given: boolean;
  /** Those that ask the replica that is lost; all others wait as long as the group stops. */
  readonly clients: readonly string[];
}

export interface DurationResult {
  readonly mean: Milliseconds;
  readonly p50: Milliseconds;
  readonly p90: Milliseconds;
  readonly p99: Milliseconds;
}

/** Writes that lost replicas leave uncommitted, under a protocol in which only what depends on them waits. */
export interface UnfinishedResult {
  /** Probability that they leave any that the others know of. */
  readonly probability: Share;
  /** Share of the operations that are about the same key as one of these. */
  readonly operations: Share;
  /** Until the first survivor asks what has become of them, where there are any; null where there are never any. */
  readonly detection: DurationResult | null;
  /** From the loss until what depends on them is executed, where there are any; null: never any, or not before the lost are back. */
  readonly wait: DurationResult | null;
  /** Writes per second of all clients together, and whether the file says so. */
  readonly writesPerSecond: Amount;
  readonly given: boolean;
}
