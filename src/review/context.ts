import { estimate, estimateAsItStands } from '../estimate/estimate.js';
import { chooseLeader, type LeaderChoice } from '../estimate/latency/leader.js';
import { trafficOf } from '../estimate/traffic/traffic.js';
import { quorumsOf } from '../group/quorums.js';
import type { Standing } from '../group/standing.js';
import { Evaluator, SAMPLES } from '../outcome/evaluate.js';
import type { Protocol } from '../protocol/contract/protocol.js';
import { hasVote, mayLead } from '../protocol/needs.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { EstimateResult, StandingEstimate } from '../result/estimate.js';
import type { Loss } from '../result/losses.js';
import type { TrafficResult } from '../result/traffic.js';
import type { Deployment, DomainPath, Replica } from '../topology/deployment.js';

export interface ReviewOptions {
  /** Seed of all that is sampled. */
  readonly seed: number;
  /** ISO date. */
  readonly today: string;
  /** Great-circle distance between two regions; undefined where one is unknown. Without it nothing is held against light. */
  readonly distanceKm?: (from: string, to: string) => number | undefined;
}

/** Two replicas and the mean round trip between them (ms). */
export interface Span {
  readonly a: string;
  readonly b: string;
  readonly ms: number;
}

/** What rules may ask about a deployment; figures are worked out when the first rule asks for them. */
export class ReviewContext {
  readonly evaluator: Evaluator;
  #estimate: EstimateResult | undefined;
  #choice: LeaderChoice | undefined;
  #losses: readonly Loss[] | undefined;
  #traffic: TrafficResult | undefined;
  #longest: Span | undefined;

  constructor(
    readonly deployment: Deployment,
    readonly protocol: Protocol,
    readonly options: ReviewOptions,
  ) {
    this.evaluator = new Evaluator({ seed: options.seed, samples: SAMPLES });
  }

  get replicas(): readonly Replica[] {
    return this.deployment.replicas;
  }

  /** The quorums that the protocol really uses. */
  get quorums(): QuorumScheme {
    return quorumsOf(this.deployment, this.protocol);
  }

  get estimate(): EstimateResult {
    this.#estimate ??= estimate(this.deployment, this.protocol, this.options);
    return this.#estimate;
  }

  /** Who leads; undefined where nobody does. Asked of files, too, that their protocol cannot run: there are no figures of those. */
  get leader(): string | undefined {
    this.#choice ??= chooseLeader(this.deployment, this.protocol, new Set(), this.evaluator);
    return this.#choice.leader;
  }

  get situation(): Standing {
    return { deployment: this.deployment, protocol: this.protocol, leader: this.leader, down: new Set() };
  }

  /** Every client's write latency without each replica and region. */
  get losses(): readonly Loss[] {
    this.#losses ??= this.estimate.losses;
    return this.#losses;
  }

  get traffic(): TrafficResult {
    this.#traffic ??= trafficOf(this.deployment, this.protocol, this.options);
    return this.#traffic;
  }

  /** Latencies of another deployment, or of this one under another protocol. */
  standing(deployment: Deployment, protocol: Protocol = this.protocol): StandingEstimate {
    return estimateAsItStands(deployment, protocol, this.options);
  }

  /** Mean round trip between two places (ms); undefined where the file and its data do not know it. */
  rtt(from: DomainPath, to: DomainPath): number | undefined {
    try {
      return this.deployment.network.link(from, to).rtt.mean;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** The longest mean round trip between one that may lead and one that has a vote; 0 ms where there is only one. */
  get longest(): Span {
    if (this.#longest === undefined) {
      let longest: Span = { a: this.replicas[0].id, b: this.replicas[0].id, ms: 0 };
      for (const a of this.replicas) {
        for (const b of this.replicas) {
          // Elections and heartbeats are between those that may lead and those that have a vote.
          const matters = (mayLead(a) && hasVote(b)) || (mayLead(b) && hasVote(a));
          const ms = a.index < b.index && matters ? (this.rtt(a.at, b.at) ?? 0) : 0;
          if (ms > longest.ms) longest = { a: a.id, b: b.id, ms };
        }
      }
      this.#longest = longest;
    }
    return this.#longest;
  }

  /** Replicas by the region they are in, regions in file order. */
  get regions(): ReadonlyMap<string, readonly Replica[]> {
    const regions = new Map<string, Replica[]>();
    for (const replica of this.replicas) {
      const here = regions.get(replica.at[0]);
      if (here === undefined) regions.set(replica.at[0], [replica]);
      else here.push(replica);
    }
    return regions;
  }
}
