import type { EstimateResult, StandingEstimate, WholePlan } from './estimate.js';
import type { AfterLossResult } from './losses.js';
import type { Amount, AmountOrNull, Count, Milliseconds, MillisecondsOrNull, Share } from './measures.js';
import type { TopologyResult } from './subject.js';

/** One figure before and after; times in ms, `failure` a share. */
export interface FigureChange {
  /** Null: never. */
  readonly before: AmountOrNull;
  readonly after: AmountOrNull;
  /** after − before; null where either is never. */
  readonly change: number | null;
  /** The same in per cent of `before`; null where that is 0 or never. */
  readonly percent: number | null;
}

export interface ClientChange {
  readonly id: string;
  readonly at: string;
  /** 'stopped': its writes do not finish any more, or no leader can stay; 'down': it is lost with its own place. */
  readonly state: 'served' | 'stopped' | 'down';
  /** What it is down with: "region us-east-1"; null where it is not. */
  readonly downWith: string | null;
  /** It is there, but its proxy is lost, and with what; null where it is not. */
  readonly cutOffWith: string | null;
  /** By name: 'write.p50', 'read.p999', 'write.failure', … */
  readonly figures: Readonly<Record<string, FigureChange>>;
}

/** Where links are cut, latencies only: what a year holds depends on where quorums are then. */
export type ScenarioEstimate = StandingEstimate & Partial<Pick<EstimateResult, WholePlan>>;

/** An objective whose verdict is another one afterwards. */
export interface ObjectiveFlip {
  readonly objective: string;
  readonly before: 'met' | 'missed';
  readonly after: 'met' | 'missed';
  readonly actualBefore: number | null;
  readonly actualAfter: number | null;
}

/** Replicas are lost, cut off, or paused: three losses that differ in who leads next. */
export type LossKind = 'fail' | 'cut' | 'pause';

export interface ScenarioLoss extends AfterLossResult {
  /** 'slow': nothing is lost, but stalls of its disk cost the leader its place; who leads is told for a day later. */
  readonly kind: LossKind | 'slow';
  /** Stalls of the leader's disk that cost it its place; null where there are none, or disks are as they were. */
  readonly stalls: {
    readonly leader: string;
    /** Probability that one durable write does. */
    readonly perWrite: Share;
    /** How often a day, while it leads; under 100 writes a second where no client has a rate. */
    readonly perDay: Amount;
  } | null;
  /** Clients that talk to a replica that is paused, and how long an operation of theirs may wait for it (ms). */
  readonly waits: readonly { readonly client: string; readonly upTo: Milliseconds }[];
  /** No pause shorter than this costs the leader its place (ms); null where none does, or no leader is paused. */
  readonly shortest: MillisecondsOrNull;
}

export interface ScenarioResult {
  readonly name: string;
  readonly description: string;
  /** What is changed, one phrase each. */
  readonly changes: readonly string[];
  /** Ids of the replicas that are down. */
  readonly lost: readonly string[];
  /** Ids of the replicas that are paused, and for how long (ms; null: permanently, so that they are among `lost`). */
  readonly paused: { readonly replicas: readonly string[]; readonly duration: MillisecondsOrNull } | null;
  /** What of the file gives way to another protocol. */
  readonly notes: readonly string[];
  /** Null where the protocol cannot run what the changes make. */
  readonly after: ScenarioEstimate | null;
  /**
   * Who may lead after what is lost, cut off or paused, or once a slow disk has cost the leader its place, each with its
   * probability, the outage, RTO and RPO; null where nothing is. After a pause that ends it is of the time when that is over.
   */
  readonly loss: ScenarioLoss | null;
  /** Why there is no estimate; empty where there is one. */
  readonly obstacles: readonly string[];
  readonly clients: readonly ClientChange[];
  /**
   * The service as a whole, by name: 'throughput' (operations per second; null: nothing limits it), 'availability.write',
   * 'downtime.write' (seconds a year), 'failover' (mean, ms; null: nobody takes over), 'survives.region', … What fails is
   * taken to stay down all year, everything else failing as the file says. Empty where links are cut.
   */
  readonly service: Readonly<Record<string, FigureChange>>;
  /** Those that flip. */
  readonly objectives: readonly ObjectiveFlip[];
  /** Those that are judged before and not after. */
  readonly notJudged: readonly ObjectiveNotJudged[];
}

export interface ObjectiveNotJudged {
  readonly objective: string;
  /** Why, without a full stop. */
  readonly reason: string;
}

export interface ObjectiveBefore {
  readonly objective: string;
  readonly actual: number | null;
  readonly met: boolean | null;
  readonly reason?: string;
}

/** The result of `quorate what-if` as plain data. */
export interface WhatIfResult {
  readonly schema: 'quorate.what-if/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly seed: Count;
  /** Every domain of this level lost in turn, one scenario each; null: the scenarios are the questions asked. */
  readonly each: 'replica' | 'rack' | 'zone' | 'region' | null;
  /** How they are lost; null without `each`. */
  readonly how: LossKind | null;
  readonly before: EstimateResult;
  readonly objectives: readonly ObjectiveBefore[];
  readonly scenarios: readonly ScenarioResult[];
  /**
   * Of several, the scenario that hurts some client's writes most, first, and those that do about the same; empty where
   * none raises any p50 by a tenth.
   */
  readonly worst: readonly string[];
}
