import type { Milliseconds, Share } from './measures.js';

/** Detection, election, reconciliation: how long writes stop when the replica that leads (or another) is lost. ms. */
export interface FailoverBlock {
  readonly lost: string;
  readonly nextLeaders: readonly { readonly replica: string; readonly share: Share }[];
  readonly detection: DurationResult;
  readonly election: DurationResult;
  readonly reconciliation: DurationResult;
  readonly total: DurationResult;
  /** How long clients see nothing that asked the replica that is lost: another thing than how long the group stops. */
  readonly perceived: PerceivedOutage;
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
