import type { UnfinishedResult } from './failover.js';
import type { Milliseconds, MillisecondsOrNull, Share } from './measures.js';
import type { Recovery } from './recovery.js';

/** Quantiles over all operations (ms); null where so many never finish. */
export interface LossFigures {
  readonly p50: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
}

export interface LossClient {
  readonly id: string;
  /** It is lost itself, with its place; its figures are null then. */
  readonly down: boolean;
  readonly write: LossFigures;
  readonly read: LossFigures;
}

/** One that may lead after a loss. */
export interface LossLeader {
  /** Null where nobody leads, or writes stop. */
  readonly leader: string | null;
  /** Probabilities of all that may lead add up to 1. */
  readonly probability: Share;
  /** Every client's figures under it. */
  readonly clients: readonly LossClient[];
}

/** What becomes of a group that loses some replicas, once it has got over that. */
export interface AfterLossResult {
  /** Writes stop until something is repaired. */
  readonly stops: boolean;
  readonly readsStop: boolean;
  /**
   * Probability that enough are left to elect one, and still nobody ever is, or what waits is never answered: writes then
   * stop until something is repaired. Figures of durations are of the other cases.
   */
  readonly never: Share;
  /** Those that may lead then, the likeliest first. */
  readonly leaders: readonly LossLeader[];
  /** Every client's figures over all that may lead, each as often as it does. */
  readonly clients: readonly LossClient[];
  /** Until the first write is answered again (ms); null where writes stop. */
  readonly outage: {
    readonly mean: Milliseconds;
    readonly p50: Milliseconds;
    readonly p99: Milliseconds;
  } | null;
  readonly recovery: Recovery;
  /** What waits although writes do not stop; null where a loss stops all or nothing. */
  readonly unfinished: UnfinishedResult | null;
  /** What comes later by itself, in order: leadership goes back to who comes first. Empty where it stays. */
  readonly later: readonly LossPhase[];
}

/** Leadership has gone back, as `leadership.returns-after` says. */
export interface LossPhase {
  /** What `after` is counted from: another leads; or what was lost is back. */
  readonly from: 'takeover' | 'repair';
  /** How long who comes first must have been up without a gap before it leads (ms). */
  readonly after: Milliseconds;
  /** Who leads from then on, the likeliest first. */
  readonly leaders: readonly { readonly leader: string; readonly probability: Share }[];
  /** Every client's figures then. */
  readonly clients: readonly LossClient[];
}

/** What the loss of one replica, zone, region or shared set does. */
export interface Loss extends AfterLossResult {
  readonly kind: 'replica' | 'zone' | 'region' | 'shared';
  readonly name: string;
  /** Ids of the replicas that are lost. */
  readonly members: readonly string[];
}

export interface Linchpin {
  readonly kind: 'replica' | 'region';
  readonly name: string;
  /** Others of its kind whose loss does about the same to this client. */
  readonly alike: readonly string[];
  readonly client: string;
  readonly before: Milliseconds;
  /** p50 of the client's writes without it, the mean over those that may lead then (ms); null: its writes stop. */
  readonly after: MillisecondsOrNull;
  /** The same under the best of them, and under the worst; null: its writes stop. */
  readonly range: { readonly low: Milliseconds; readonly high: Milliseconds } | null;
}
