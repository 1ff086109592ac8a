import type {
  Amount,
  AmountOrNull,
  Count,
  DomainLevel,
  Milliseconds,
  MillisecondsOrNull,
  Share,
} from './measures.js';

/** Results of `quorate estimate` and `quorate explain` as plain data. All times in ms. */

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

/** How long until writes go on after a loss, and what is forgotten: RTO and RPO. */
export interface Recovery {
  /** Until the first write is answered again (ms), and who sees to that; null where that takes a repair. */
  readonly rto: {
    readonly p50: Milliseconds;
    readonly p99: Milliseconds;
    readonly by: 'automatic' | 'operator';
  } | null;
  /** Acknowledged writes that are gone, on average (null where no client has a rate), and those of how many ms. */
  readonly rpo: { readonly writes: AmountOrNull; readonly ms: Milliseconds };
}

/** What becomes of a group that loses some replicas, once it has got over that. */
export interface AfterLossResult {
  /** Writes stop until something is repaired. */
  readonly stops: boolean;
  readonly readsStop: boolean;
  /** Those that may lead then, the likeliest first. */
  readonly leaders: readonly LossLeader[];
  /** Until the first write is answered again (ms); null where writes stop. */
  readonly outage: {
    readonly mean: Milliseconds;
    readonly p50: Milliseconds;
    readonly p99: Milliseconds;
  } | null;
  readonly recovery: Recovery;
}

/** What the loss of one replica, zone, region or shared set does. */
export interface Loss extends AfterLossResult {
  readonly kind: 'replica' | 'zone' | 'region' | 'shared';
  readonly name: string;
  /** Ids of the replicas that are lost. */
  readonly members: readonly string[];
  /** Every client's figures over all that may lead, each as often as it does. */
  readonly clients: readonly LossClient[];
}

export interface Linchpin {
  readonly kind: 'replica' | 'region';
  readonly name: string;
  /** Others of its kind whose loss does about the same to this client. */
  readonly alike: readonly string[];
  readonly client: string;
  readonly before: Milliseconds;
  /** p50 of the client's writes without it, over all that may lead then (ms); null: its writes stop. */
  readonly after: MillisecondsOrNull;
}

export interface Provenance {
  readonly rtt: { readonly dataset: string; readonly date: string; readonly title: string } | null;
  readonly overrides: Count;
  readonly assumptions: readonly string[];
  readonly notModelled: readonly string[];
}

export interface ProtocolResult {
  readonly name: string;
  readonly title: string;
  readonly leader: string | null;
  /** Why this leader, where the file leaves it to the planner. */
  readonly leaderReason?: string;
  /** Those that lead, and how likely or for which share of many groups; present where there are several. */
  readonly leaders?: readonly { readonly leader: string; readonly probability: Share }[];
  readonly quorum: string;
  readonly disk: 'parallel' | 'serial';
  readonly reads: string;
}

export interface TopologyResult {
  readonly name: string;
  readonly file: string;
  readonly description: string;
}

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

/** How likely it is that a write which was acknowledged is lost. */
export interface DurabilityResult {
  /**
   * Who has a write when it is acknowledged, where others may go on without them; all others have it `lag` ms later. Null
   * where every change of leader hears of every acknowledged write.
   */
  readonly holders: readonly string[] | null;
  readonly lag: MillisecondsOrNull;
  /** That a given write is lost in a takeover soon after its acknowledgement. */
  readonly perWrite: Share;
  /** Expected takeovers a year that find acknowledged writes missing, writes being under way all the time. */
  readonly lossyTakeoversPerYear: Amount;
  /** That some acknowledged write is lost within a year. */
  readonly perYear: Share;
  /** By level: the fewest domains that, lost for good with their disks, can take an acknowledged write with them. */
  readonly lostWith: Readonly<Partial<Record<DomainLevel, readonly string[]>>>;
  readonly assumptions: readonly string[];
}

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

/**
 * How often the leader is deposed although nothing has failed, while it leads: its disk holds up its heartbeats, or the
 * network does. Each cause for itself, undisturbed by the others.
 */
export interface StabilityResult {
  /** All causes together; null where no client has a rate and the disk may depose it. */
  readonly leaderChangesPerDay: AmountOrNull;
  /** The most frequent first; those of less than once in a thousand years are left out. */
  readonly causes: readonly StabilityCause[];
  /** The leader that this is of. */
  readonly leader: string;
  /** Probability that one durable write of the leader costs it its leadership, 0…1. */
  readonly perWrite: Share;
  /** Durable writes a second at the leader under the clients' rates; null where none has one. */
  readonly writesPerSecond: AmountOrNull;
  /** No durable write of the leader shorter than this deposes it (ms); null: none at all does. */
  readonly stall: MillisecondsOrNull;
}

export interface StabilityCause {
  /** Whose disk: the leader's. Or who does not hear the leader in time. */
  readonly replica: string;
  readonly what: 'disk' | 'network';
  /** Null where no client has a rate. */
  readonly perDay: AmountOrNull;
}

export interface DurationResult {
  readonly mean: Milliseconds;
  readonly p50: Milliseconds;
  readonly p90: Milliseconds;
  readonly p99: Milliseconds;
}

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

export interface SurvivalResult {
  /** By level: the fewest domains whose loss stops writes; null where not even all of them do. */
  readonly smallest: Readonly<Partial<Record<DomainLevel, readonly string[] | null>>>;
  /** Shared failures that stop writes by themselves. */
  readonly fatalShared: readonly string[];
}

/** Whether a leader can stay, from election timeouts against round trips to a quorum of voters. Times in ms. */
export interface LeadershipResult {
  /** The replica that has the best chance. */
  readonly leader: string;
  /** From there to the nearest quorum of voters and back, on average. */
  readonly roundTrip: Milliseconds;
  /** The shortest and the longest election timeout of all. */
  readonly election: readonly [Milliseconds, Milliseconds];
  /** That a quorum of voters answers within the longest election timeout. */
  readonly chance: Share;
  readonly stays: boolean;
  /** Why none can, in a sentence; null where one can. */
  readonly why: string | null;
}

export interface EstimateResult {
  readonly schema: 'quorate.estimate/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly method: 'exact' | 'sampled';
  readonly seed: Count;
  readonly clients: readonly ClientEstimate[];
  /** The one replica whose loss hurts some client's writes most; null where no loss raises any p50 by a tenth. */
  readonly linchpin: Linchpin | null;
  /** Null where nobody is elected by timeouts. */
  readonly leadership: LeadershipResult | null;
  /** What every loss of a replica, zone, region or shared set would do. */
  readonly losses: readonly Loss[];
  /** Of losing the leader (where nobody leads, the first replica); null where there is none to lose. */
  readonly recovery: Recovery | null;
  readonly throughput: ThroughputResult;
  /** Null where the file gives no failure figures. */
  readonly availability: AvailabilityResult | null;
  /** By level: how many of its domains may be lost, whichever they are, so that writes go on. */
  readonly survives: Readonly<Partial<Record<DomainLevel, Count>>>;
  readonly survival: SurvivalResult;
  /** Null where nobody takes over. */
  readonly failover: FailoverBlock | null;
  /** Null where nobody leads or can stay leader (see `leadership`), or nobody is deposed by election timeouts. */
  readonly stability: StabilityResult | null;
  readonly objectives: readonly Judgement[];
}

/** One objective held against a result. */
export interface Judgement {
  /** As the file asks, in words: "write.p99 of web-us at most 120ms". */
  readonly objective: string;
  /** What the result has: ms, a share, per second, or how many may be lost; null: never, or not judged. */
  readonly actual: number | null;
  /** Null where it could not be judged: `reason` says why. */
  readonly met: boolean | null;
  readonly reason?: string;
}

/** What of an estimate is about the plan as a whole, and needs all its links. */
export type WholePlan =
  | 'linchpin'
  | 'leadership'
  | 'losses'
  | 'recovery'
  | 'throughput'
  | 'availability'
  | 'survives'
  | 'survival'
  | 'failover'
  | 'stability'
  | 'objectives';

/** An estimate without what further losses would do. */
export type StandingEstimate = Omit<EstimateResult, WholePlan>;

/** One step of an operation: what it takes, how often it is what the client waits for, how much it adds. */
export interface Step {
  readonly what: string;
  readonly from: string;
  /** Absent for what happens at one place (a durable write). */
  readonly to?: string;
  /** The member of the quorum whose part this step belongs to. */
  readonly member?: string;
  /** Null where so many are lost on the way. */
  readonly p50: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
  /** Share of operations that have it on their critical path, 0…1. */
  readonly onPath: Share;
  /** What it accounts for of the mean latency (ms): the steps' figures add up to the mean. */
  readonly adds: Milliseconds;
  readonly source: string;
}

export interface OperationExplanation {
  readonly operation: 'write' | 'read';
  /** The outcome expression in words. */
  readonly expression: string;
  readonly figures: Figures;
  readonly method: 'exact' | 'sampled';
  readonly steps: readonly Step[];
  readonly quorum: { readonly system: string; readonly deciders: readonly Decider[] } | null;
}

export interface ClientExplanation {
  readonly id: string;
  readonly at: string;
  readonly entry: string | null;
  readonly operations: readonly OperationExplanation[];
}

export interface ExplainResult {
  readonly schema: 'quorate.explain/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly seed: Count;
  readonly clients: readonly ClientExplanation[];
  readonly losses: readonly Loss[];
}
