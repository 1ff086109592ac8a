import type { Amount, AmountOrNull, Count, Milliseconds } from './measures.js';

export interface ThroughputResult {
  /** Operations per second of the mix of all clients; null: nothing that the file tells of limits it. */
  readonly max: AmountOrNull;
  readonly bottleneck: { readonly replica: string; readonly resource: string } | null;
  /** The clients' rates as a share of `max`; null where no client has a rate, or nothing limits. */
  readonly load: AmountOrNull;
  /** Share of the time that each replica's parts are busy at the clients' rates. */
  readonly utilisation: readonly {
    readonly replica: string;
    readonly processor: Amount;
    readonly disk: Amount;
    readonly interface: Amount;
  }[];
  /** Every bound, the lowest first. */
  readonly limits: readonly {
    readonly replica: string;
    readonly resource: string;
    /** The other end of a link. */
    readonly to?: string;
    readonly max: Amount;
  }[];
  /**
   * Present where disks have group commit (and groups no logs of their own): durable writes a second of each at most. One write carries all records that wait,
   * so that this limits no operations.
   */
  readonly groupCommit?: readonly { readonly replica: string; readonly writesPerSecond: Amount }[];
  /** Present where the file gives shards: all other figures are then of all groups together. */
  readonly shards?: ShardsThroughput;
}

/** Many groups on the same replicas. */
export interface ShardsThroughput {
  readonly count: Count;
  readonly policy: 'leader' | 'balanced' | 'placed';
  readonly log: 'separate' | 'combined';
  /** Groups that each replica leads, and bytes that leave it at the clients' rates (null where none has a rate). */
  readonly leaders: readonly {
    readonly replica: string;
    readonly leaders: Count;
    readonly bytesPerSecond: AmountOrNull;
  }[];
  /**
   * Disks with group commit and a log for each group: operations per second from which on single records fill the disk, and
   * how long a record may then wait for those of other groups (ms).
   */
  readonly disks: readonly {
    readonly replica: string;
    readonly busyFrom: Amount;
    readonly longestWait: Milliseconds;
  }[];
}
