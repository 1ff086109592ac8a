import type { Distribution } from '../distribution/distribution.js';
import type { QuorumScheme } from '../quorum/system.js';

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
  /** Mean times between failures and to repair, in ms, per level of the path, and the sets that cut across. */
  readonly failures: Failures;
  readonly maintenance: { readonly every: number; readonly lasts: number } | undefined;
  readonly objectives: readonly Objective[];
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
}

export interface Disk {
  /** Name under `disks:`, or 'none' where durable writes cost nothing. */
  readonly name: string;
  /** Time of one durable write (ms). */
  readonly fsync: Distribution;
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
}

export interface Network {
  /** The link from one place to another; what it costs to go one way, and where the figure came from. */
  link(from: DomainPath, to: DomainPath): Link;
  /** Bytes per second of each replica's interface; undefined where the file gives none. */
  readonly bandwidth: number | undefined;
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

export type ReadMode = 'consensus' | 'leader-lease' | 'read-index' | 'quorum-lease' | 'local';

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
  /** Undefined where the file does not say: the protocol's own custom (`traits.reads[0]`). */
  readonly reads: ReadMode | undefined;
  /** Time that a replica's processor needs for one message that it receives (ms). */
  readonly processing: number;
}

export interface Timeouts {
  /** ms between heartbeats of a leader. */
  readonly heartbeat: number;
  /** Election timeouts are drawn uniformly from this range (ms). */
  readonly election: readonly [number, number];
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
