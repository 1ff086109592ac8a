import type { Distribution } from '../distribution/distribution.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { Scenario } from './changes.js';

/** A topology file after every check: names resolved, units converted (ms, per second, bytes), immutable. */
export interface Deployment {
  readonly name: string;
  readonly description: string;
  /** As given on the command line, for messages. */
  readonly file: string;
  readonly replicas: readonly Replica[];
  readonly clients: readonly Client[];
  readonly network: Network;
  readonly protocol: ProtocolChoice;
  readonly timeouts: Timeouts;
  readonly keys: Keys;
  /** Bytes that a write carries. */
  readonly payload: number;
  /** Many groups like this one on the same replicas; undefined: one. */
  readonly shards: Shards | undefined;
  /** Mean times between failures and to repair, in ms, per level of the path, and the sets that cut across. */
  readonly failures: Failures;
  readonly maintenance: { readonly every: number; readonly lasts: number } | undefined;
  readonly objectives: readonly Objective[];
  /** What-if questions that the file keeps, in its order; undefined where it has none. */
  readonly scenarios?: readonly Scenario[];
  /** What was taken for granted because the file does not say, one sentence each. */
  readonly assumptions: readonly string[];
  /** Where a part of the file stands, by its path in the document: locate(['protocol', 'leader']). */
  locate(path: readonly (string | number)[]): Position | undefined;
}

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in the tree of failure domains: ['us-east-1', 'a'] is zone a of region us-east-1. */
export type DomainPath = readonly string[];

export interface Replica {
  readonly id: string;
  /** Position in `replicas`, and bit in every quorum's mask. */
  readonly index: number;
  readonly at: DomainPath;
  readonly disk: Disk;
  readonly role: Role;
  /** 0: never leads; 1: may lead; higher: preferred before those with less. Above 0 for voters only. */
  readonly leads: number;
  /** Its own range of election timeouts (ms); undefined: the group's. */
  readonly election: readonly [number, number] | undefined;
}

/**
 * What a member of the group is for. A voter elects, acknowledges writes, holds the data, and may lead. A witness elects and
 * acknowledges but keeps a log without data. An arbiter elects only. A learner holds the data and has no say.
 */
export type Role = 'voter' | 'learner' | 'witness' | 'arbiter';

export interface Disk {
  /** Name under `disks:`, or 'none' where durable writes cost nothing. */
  readonly name: string;
  /** Time of one durable write (ms). */
  readonly fsync: Distribution;
  /** Time of the durable write of a snapshot (ms); that of any other where the file does not tell them apart. */
  readonly snapshot: Distribution;
  /** One durable write carries every record that waits; else one after the other. */
  readonly groupCommit: boolean;
  readonly source: Source;
}

export interface Client {
  readonly id: string;
  readonly index: number;
  readonly at: DomainPath;
  /** Operations per second; undefined where the file gives none. */
  readonly rate: number | undefined;
  /** Share of reads among its operations, 0…1. */
  readonly reads: number;
  /** 'leader', 'nearest', or a replica's id; undefined: the protocol's own custom. */
  readonly entry: string | undefined;
  /** 'new': each operation makes its own connection (TCP handshake, slow start). */
  readonly connection: 'kept' | 'new';
  /** Where a proxy stands that keeps connections to the replicas; undefined: it has none. */
  readonly proxy: DomainPath | undefined;
}

/** What the link between two places takes in one direction. */
export interface LinkLimit {
  /** The ends that the file names: all that stands in the one and sends to the other shares the link. */
  readonly from: DomainPath;
  readonly to: DomainPath;
  /** Bytes per second. */
  readonly bandwidth: number;
}

export interface Network {
  /** The link from one place to another; what it costs to go one way, and where the figure came from. */
  link(from: DomainPath, to: DomainPath): Link;
  /** Bytes per second of each replica's interface; undefined where the file gives none. */
  readonly bandwidth: number | undefined;
  /** Bytes of one message beside the payload of the commands in it. */
  readonly overhead: number;
  /** The limited link that carries what goes from one place to the other; undefined: no limit is known. */
  linkLimit(from: DomainPath, to: DomainPath): LinkLimit | undefined;
  /** Probability that one message is lost and must be sent again, 0…1. */
  readonly loss: number;
  /** The data set that the file names, or undefined for inline figures. */
  readonly dataset: { readonly name: string; readonly date: string; readonly title: string } | undefined;
}

export interface Link {
  readonly from: DomainPath;
  readonly to: DomainPath;
  /** One way (ms): half of `rtt`, such that two independent draws there and back make the round trip. */
  readonly oneWay: Distribution;
  /** The round trip as its source gives it, seen from `from` (ms). */
  readonly rtt: Distribution;
  readonly source: Source;
}

/** Where a number came from. */
export interface Source {
  readonly kind: 'data-set' | 'override' | 'inline' | 'file' | 'estimated' | 'assumed';
  /** For people: "aws-2025-07, p50 and p90, one year to 2025-07-17", "topology.yaml:14". */
  readonly text: string;
}

export type ReadMode =
  | 'consensus'
  | 'leader-lease'
  | 'read-index'
  | 'primary'
  | 'tail'
  | 'quorum-lease'
  | 'local';

export interface ProtocolChoice {
  readonly name: string;
  /** A replica's id, or 'best'; undefined where the file names none. */
  readonly leader: string | undefined;
  readonly quorum: QuorumScheme;
  /**
   * Does the leader write before it sends (serial), or while it sends (parallel)? Undefined where the file does
   * not say: the protocol's own custom (`traits.disk[0]`).
   */
  readonly disk: 'parallel' | 'serial' | undefined;
  /**
   * Does a durable write hold up all else that its replica does (blocking), heartbeats included, or not (free)? Undefined
   * where the file does not say: the protocol's own custom (`traits.loop[0]`).
   */
  readonly loop?: 'blocking' | 'free' | undefined;
  /** Undefined where the file does not say: the protocol's own custom (`traits.reads[0]`). */
  readonly reads: ReadMode | undefined;
  /** Time that a replica's processor needs for one message that it receives (ms). */
  readonly processing: number;
  /** … and for one that it sends, the same one to several counting once (ms). */
  readonly sending: number;
  /** Requests that a replica takes together: at most so many, the first waiting at most `delay` ms; undefined: one by one. */
  readonly batch: { readonly size: number; readonly delay: number } | undefined;
  /** How many of a replica's batches may be under way at a time; undefined: any number. */
  readonly window: number | undefined;
  /** Who finds out that a command is chosen; undefined where the file does not say: the client. */
  readonly learner: 'client' | 'coordinator' | undefined;
  /** Commands on different keys may be answered in any order. */
  readonly commuting: boolean;
  /** Share of writes that meet an interfering one on their way, 0…1; undefined: none, as in an unloaded system. */
  readonly interference: number | undefined;
  /** How long a replica that is preferred as leader must have been back until it gets leadership back (ms); undefined: never. */
  readonly returnsAfter: number | undefined;
}

export interface Timeouts {
  /** ms between heartbeats of a leader. */
  readonly heartbeat: number;
  /** Election timeouts are drawn uniformly from this range (ms). */
  readonly election: readonly [number, number];
  /** A lease holds this long after the sending of what renewed it; others wait for `grace` before they act (ms). */
  readonly lease: number;
  readonly grace: number;
  /** Until an operator has put another in the place of a lost primary (ms); undefined: the file does not say. */
  readonly operator?: number | undefined;
  /** A leader's lease beside elections: nobody else leads before it has run out (ms); undefined: leases go by elections. */
  readonly leaderLease?: number | undefined;
  /** How long a client waits for an answer before it asks another replica (ms); undefined: the file does not say. */
  readonly request?: number | undefined;
}

export interface Shards {
  readonly count: number;
  /** How many leaders each replica has, by id; 'leader': all are where the group's leader is. */
  readonly leaders: 'leader' | 'balanced' | ReadonlyMap<string, number>;
  /** Does each group have a log of its own on a replica's disk? */
  readonly log: 'separate' | 'combined';
}

/** Which keys operations are about. Writes on one key interfere. */
export interface Keys {
  /** How many there are. */
  readonly count: number;
  /** Exponent s of Zipf's law, P(k) ∝ 1/k^s; 0: uniform. */
  readonly zipf: number;
  /** Share of the operations that are about one key, the hot one, beyond what the law gives it; 0…1. */
  readonly hot: number;
}

export interface Mttf {
  readonly mtbf: number;
  readonly mttr: number;
}

export interface Failures {
  readonly machine: Mttf | undefined;
  readonly rack: Mttf | undefined;
  readonly zone: Mttf | undefined;
  readonly region: Mttf | undefined;
  readonly shared: readonly (Mttf & { readonly name: string; readonly members: readonly string[] })[];
}

export type Objective =
  | {
      readonly kind: 'bound';
      /** A client's id; undefined: every client, or the whole service. */
      readonly clients: string | undefined;
      /** 'write.p99', 'read.mean', 'availability', … */
      readonly metric: string;
      readonly atMost: number | undefined;
      readonly atLeast: number | undefined;
      readonly text: string;
    }
  | {
      readonly kind: 'survive';
      readonly level: 'machine' | 'rack' | 'zone' | 'region';
      readonly text: string;
    };
