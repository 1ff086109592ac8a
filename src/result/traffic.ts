import type { Amount, AmountOrNull, Count, Ordinal, Share, ShareOrNull } from './measures.js';
import type { TopologyResult } from './subject.js';

/** Traffic between places as plain data. Rates in bytes per second, operations per second. */

/** All that goes from one place to another. */
export interface Lane {
  /** Places: regions, or where the file limits a link between narrower ones, those. */
  readonly from: string;
  readonly to: string;
  readonly bytesPerSecond: Amount;
  /** What the link takes; null where the file does not say. */
  readonly limit: AmountOrNull;
}

/** One replica's part. */
export interface ReplicaTraffic {
  readonly id: string;
  readonly at: string;
  readonly up: boolean;
  /** Groups that it leads; null where the protocol has no leaders. */
  readonly leaders: Count | null;
  /** Its share of all the groups that have a leader, 0…1; null likewise. */
  readonly share: ShareOrNull;
  /** Operations that the groups it leads serve, those that any replica may answer by itself left out. */
  readonly operations: AmountOrNull;
  /** Bytes per second that leave, and reach, its interface. */
  readonly out: Amount;
  readonly in: Amount;
  /** What its interface takes each way; null where the file does not say. */
  readonly limit: AmountOrNull;
}

/** What goes where while all is well, or without one region. */
export interface TrafficState {
  /** The region that is lost; null: none. */
  readonly lost: string | null;
  /** Who leads all groups then, where several may: each has a state of its own; null else. */
  readonly leader: string | null;
  /** How likely it is that this is the one, of those without the same region; they add up to 1. */
  readonly probability: Share;
  readonly replicas: readonly ReplicaTraffic[];
  /** Those that carry anything, by name. */
  readonly lanes: readonly Lane[];
  /** Groups that have no leader, or no quorum, any more. */
  readonly stopped: Count;
  /** Why; null where none has stopped. */
  readonly reason: string | null;
  /** Operations that clients ask for, and those of them that are served. */
  readonly offered: Amount;
  readonly served: Amount;
}

/** A link or an interface that does not take what it should carry. */
export interface Overload {
  /** The region that is lost when it happens; null: none is. */
  readonly lost: string | null;
  /** Who leads then, and how likely, where several may; null and 1 else. */
  readonly leader: string | null;
  readonly probability: Share;
  readonly kind: 'link' | 'interface';
  /** "us-east-1 → eu-west-1", or a replica's id and which way: "va1 out". */
  readonly name: string;
  readonly bytesPerSecond: Amount;
  readonly limit: Amount;
}

export interface TrafficResult {
  readonly schema: 'quorate.traffic/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly protocol: string;
  /** How many groups there are, and who says where their leaders are. */
  readonly shards: Ordinal;
  readonly policy: 'leader' | 'balanced' | 'placed' | 'leaderless';
  /** Bytes that a write carries, and bytes of a message beside that. */
  readonly payload: Amount;
  readonly overhead: Amount;
  readonly now: TrafficState;
  /**
   * Without each region that has replicas, in file order; where all groups have one leader together and several may follow
   * it, one for each, the likeliest first. Empty where there is only one region.
   */
  readonly losses: readonly TrafficState[];
  readonly overloads: readonly Overload[];
  /** What was taken for granted, one sentence each. */
  readonly assumptions: readonly string[];
  readonly notModelled: readonly string[];
}
