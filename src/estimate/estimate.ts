import { contactOf } from '../group/contact.js';
import { demandFit } from '../group/fitness.js';
import { leaderHold } from '../group/leader-hold.js';
import type { Severed, Standing } from '../group/standing.js';
import { Evaluator, SAMPLES } from '../outcome/evaluate.js';
import type { Protocol } from '../protocol/contract/protocol.js';
import type { EstimateResult, StandingEstimate } from '../result/estimate.js';
import type { ClientEstimate, LateOperation } from '../result/latency.js';
import type { Client, Deployment } from '../topology/deployment.js';
import { VERSION } from '../version.js';
import { resilienceOf } from './availability/availability-block.js';
import { failoverBlock } from './failover/failover-block.js';
import { decidersOver } from './latency/deciders.js';
import { figuresOf } from './latency/figures.js';
import { lateAnswers, lateOperations } from './latency/late-answers.js';
import { chooseLeader, type LeaderChoice } from './latency/leader.js';
import { leadersIn, StandingLaws, type Standings, standingsOf } from './latency/standings.js';
import { linchpinOf } from './losses/linchpin.js';
import { lossesOf, recoveryOf } from './losses/losses.js';
import { judge } from './objectives/objectives.js';
import { protocolOf, provenanceOf, topologyOf } from './provenance.js';
import { stabilityOf } from './stability/stability.js';
import { throughputBlock } from './throughput/throughput-block.js';

export interface EstimateOptions {
  /** Seed of the sampling that expressions with shared legs need. */
  readonly seed: number;
  /** Ids of replicas that are down; none where absent. */
  readonly down?: ReadonlySet<string>;
  /** Where links are cut; nowhere where absent. */
  readonly severed?: Severed | undefined;
  /** What operations may find, the likeliest first; where absent, the group as it is with `down` and `severed`. */
  readonly standings?: Standings;
  /** Of the same seed, with what it has worked out before; a fresh one where absent. */
  readonly evaluator?: Evaluator;
}

/**
 * What latency each client will see, unloaded, with all replicas up but those in `options.down`: then after the
 * failover that this may need.
 *
 * @throws UnfitError where the protocol cannot run the deployment: there are no figures of a quorum that is unsafe.
 */
export function estimate(
  deployment: Deployment,
  protocol: Protocol,
  options: EstimateOptions,
): EstimateResult {
  const evaluator = evaluatorFor(options);
  const { standings, result } = stand(deployment, protocol, options, evaluator);
  const before = result.clients.map(({ id, write }) => ({ id, p50: write.p50 }));
  const [{ standing }] = standings;
  const losses = lossesOf(standing, evaluator, options.seed);
  const blocks = serviceOf(standing, options.seed, evaluator);
  const objectives = judge(deployment.objectives, { ...result, ...blocks });
  return {
    ...result,
    linchpin: linchpinOf(losses, before),
    losses,
    recovery: recoveryOf(losses, standing),
    ...blocks,
    objectives,
  };
}

/** As `estimate`, but for what further losses would do to latencies, which takes most of its time. */
export function estimateOfWhatIsLeft(
  deployment: Deployment,
  protocol: Protocol,
  options: EstimateOptions,
): Omit<EstimateResult, 'linchpin' | 'losses' | 'recovery'> {
  const evaluator = evaluatorFor(options);
  const { standings, result } = stand(deployment, protocol, options, evaluator);
  const blocks = serviceOf(standings[0].standing, options.seed, evaluator);
  return { ...result, ...blocks, objectives: judge(deployment.objectives, { ...result, ...blocks }) };
}

function evaluatorFor({ seed, evaluator }: EstimateOptions): Evaluator {
  return evaluator ?? new Evaluator({ seed, samples: SAMPLES });
}

/** What is about the service as a whole: load, failures, failovers. */
function serviceOf(situation: Standing, seed: number, evaluator: Evaluator) {
  const failover = failoverBlock(situation, seed);
  return {
    leadership: leaderHold(situation.deployment, situation.protocol, situation.down) ?? null,
    throughput: throughputBlock(situation, evaluator),
    ...resilienceOf(situation, failover, seed),
    failover,
    stability: stabilityOf(situation) ?? null,
  };
}

/** As `estimate`, but for load, failures and what further losses would do. */
export function estimateAsItStands(
  deployment: Deployment,
  protocol: Protocol,
  options: EstimateOptions,
): StandingEstimate {
  const evaluator = evaluatorFor(options);
  return stand(deployment, protocol, options, evaluator).result;
}

function stand(
  deployment: Deployment,
  protocol: Protocol,
  { seed, down = new Set<string>(), severed, standings: given }: EstimateOptions,
  evaluator: Evaluator,
): { standings: Standings; result: StandingEstimate } {
  demandFit(deployment, protocol);
  const choice: LeaderChoice =
    given === undefined
      ? chooseLeader(deployment, protocol, down, evaluator, severed)
      : { leader: given[0].standing.leader };
  const standings = given ?? standingsOf({ deployment, protocol, leader: choice.leader, down, severed });
  let sampled = false;
  const late: LateOperation[] = [];
  const clients = deployment.clients.map((client) => {
    const { result, exact, late: ofClient } = estimateClient(standings, client, evaluator);
    sampled ||= !exact;
    late.push(...ofClient);
    return result;
  });
  const result: StandingEstimate = {
    schema: 'quorate.estimate/1',
    version: VERSION,
    topology: topologyOf(deployment),
    provenance: provenanceOf(deployment, protocol, down.size > 0 || severed !== undefined),
    protocol: { ...protocolOf(deployment, protocol, choice), ...leadersIn(standings) },
    method: sampled ? 'sampled' : 'exact',
    seed,
    clients,
    ...lateAnswers(deployment, late),
  };
  return { standings, result };
}

/** A client's figures, and who decides, over all standings; its contacts in the likeliest of them. */
function estimateClient(
  standings: Standings,
  client: Client,
  evaluator: Evaluator,
): { result: ClientEstimate; exact: boolean; late: readonly LateOperation[] } {
  const [{ standing }] = standings;
  const entry = contactOf(standing, client) ?? null;
  const readEntry = contactOf(standing, client, 'read') ?? entry;
  const laws = new StandingLaws(evaluator);
  const write = laws.over(standings, client, 'write');
  const read = laws.over(standings, client, 'read');
  const execution =
    standing.protocol.model.execution === undefined || entry === null
      ? undefined
      : laws.over(standings, client, 'execution');
  return {
    result: {
      id: client.id,
      at: client.at.join('/'),
      entry,
      readEntry,
      write: figuresOf(write.law),
      read: figuresOf(read.law),
      ...(execution === undefined ? {} : { execution: figuresOf(execution.law) }),
      decidedBy: decidersOver(standings, client, evaluator),
    },
    exact: write.exact && read.exact,
    late: lateOperations(standing.deployment, client, { write: write.law, read: read.law }),
  };
}
