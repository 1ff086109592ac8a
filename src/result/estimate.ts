import type { AvailabilityResult, SurvivalResult } from './availability.js';
import type { FailoverBlock } from './failover.js';
import type { ClientEstimate, LateAnswers } from './latency.js';
import type { LeadershipResult } from './leadership.js';
import type { Linchpin, Loss } from './losses.js';
import type { Count, DomainLevel } from './measures.js';
import type { Judgement } from './objectives.js';
import type { Recovery } from './recovery.js';
import type { StabilityResult } from './stability.js';
import type { ProtocolResult, Provenance, TopologyResult } from './subject.js';
import type { ThroughputResult } from './throughput.js';

export interface EstimateResult {
  readonly schema: 'quorate.estimate/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly method: 'exact' | 'sampled';
  readonly seed: Count;
  readonly clients: readonly ClientEstimate[];
  /** Present where clients time out before they are answered (`timeouts.request`), one time in a thousand or more. */
  readonly late?: LateAnswers;
  /** The one replica whose loss hurts some client's writes most; null where no loss raises any p50 by a tenth. */
  readonly linchpin: Linchpin | null;
  /** Null where nobody is elected by timeouts. */
  readonly leadership: LeadershipResult | null;
  /** What every loss of a replica, zone, region or shared set would do. */
  readonly losses: readonly Loss[];
  /** Of losing the leader (where nobody leads, the first replica); null where there is none to lose. */
  readonly recovery: Recovery | null;
  readonly throughput: ThroughputResult;
  /** Null where the file gives no failure figures, or no leader can stay (see `leadership`). */
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
