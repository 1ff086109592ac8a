import type { DurabilityResult } from './durability.js';
import type { Amount, DomainLevel, MillisecondsOrNull, Share } from './measures.js';

/** Seconds of a year in which an operation does not go on, by cause; no second is counted twice. */
export interface DowntimeResult {
  readonly total: Amount;
  /** No quorum is up. */
  readonly quorumLoss: Amount;
  /** A quorum is up, but the leader was lost and none has taken its place yet. */
  readonly failover: Amount;
  /** What planned work adds. */
  readonly maintenance: Amount;
  /** The service goes on, but this client's proxy is down, or it still waits for a replica that is lost. */
  readonly clientCutOff: Amount;
}

export interface AvailabilityResult {
  readonly method: 'exact' | 'sampled';
  /** Share of the time in which the operation goes on, wherever clients are, 0…1. */
  readonly write: Share;
  readonly read: Share;
  /** That no write quorum is up, and its 95 % interval where it was sampled. */
  readonly quorumLossProbability: Share;
  readonly interval: readonly [Share, Share] | null;
  /** Of writes, and of reads. */
  readonly downtimePerYear: DowntimeResult;
  readonly readDowntimePerYear: DowntimeResult;
  /** Mean interruption when the leader is lost (ms); null: until it is repaired, for nobody takes over. */
  readonly failoverMean: MillisecondsOrNull;
  /** As each client sees it while its own place is up. */
  readonly clients: readonly {
    readonly id: string;
    readonly write: Share;
    readonly read: Share;
    readonly downtimePerYear: DowntimeResult;
    readonly readDowntimePerYear: DowntimeResult;
  }[];
  /** What part of the loss of write quorums would go if a domain never failed, largest first. */
  readonly contributions: readonly {
    readonly kind: string;
    readonly name: string;
    readonly unavailability: Share;
    readonly share: Share;
    readonly secondsPerYear: Amount;
  }[];
  /** When planned work on one machine leaves nothing to spare; null without maintenance. */
  readonly maintenanceWindow: {
    readonly share: Share;
    readonly machines: readonly string[];
    readonly smallest: readonly string[] | null;
  } | null;
  readonly durability: DurabilityResult;
  readonly assumptions: readonly string[];
}

export interface SurvivalResult {
  /** By level: the fewest domains whose loss stops writes; null where not even all of them do. */
  readonly smallest: Readonly<Partial<Record<DomainLevel, readonly string[] | null>>>;
  /** Shared failures that stop writes by themselves. */
  readonly fatalShared: readonly string[];
}
