import { never } from '../distribution/points.js';
import { contactOf } from '../group/contact.js';
import { demandFit } from '../group/fitness.js';
import { leaderHold } from '../group/leader-hold.js';
import type { Severed, Standing } from '../group/standing.js';
import { Evaluator, SAMPLES } from '../outcome/evaluate.js';
import type { Protocol } from '../protocol/contract.js';
import type { ClientEstimate, EstimateResult, StandingEstimate } from '../result/estimate.js';
import type { Client, Deployment } from '../topology/deployment.js';
import { VERSION } from '../version.js';
import { resilienceOf } from './availability/availability-block.js';
import { failoverBlock } from './failover/failover-block.js';
import { decidersOf } from './latency/deciders.js';
import { figuresOf } from './latency/figures.js';
import { chooseLeader } from './latency/leader.js';
import { viewOf } from './latency/view.js';
import { linchpinOf, lossesOf } from './losses/losses.js';
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
  const evaluator = new Evaluator({ seed: options.seed, samples: SAMPLES });
  const { situation, result } = stand(deployment, protocol, options, evaluator);
  const before = result.clients.map(({ id, write }) => ({ id, p50: write.p50 }));
  const linchpin = linchpinOf(lossesOf(situation, evaluator), before);
  const blocks = serviceOf(situation, options.seed, evaluator);
  const objectives = judge(deployment.objectives, { ...result, ...blocks });
  return { ...result, linchpin, ...blocks, objectives };
}

/** As `estimate`, but for what further losses would do to latencies, which takes most of its time. */
export function estimateOfWhatIsLeft(
  deployment: Deployment,
  protocol: Protocol,
  options: EstimateOptions,
): Omit<EstimateResult, 'linchpin'> {
  const evaluator = new Evaluator({ seed: options.seed, samples: SAMPLES });
  const { situation, result } = stand(deployment, protocol, options, evaluator);
  const blocks = serviceOf(situation, options.seed, evaluator);
  return { ...result, ...blocks, objectives: judge(deployment.objectives, { ...result, ...blocks }) };
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
  const evaluator = new Evaluator({ seed: options.seed, samples: SAMPLES });
  return stand(deployment, protocol, options, evaluator).result;
}

function stand(
  deployment: Deployment,
  protocol: Protocol,
  { seed, down = new Set<string>(), severed }: EstimateOptions,
  evaluator: Evaluator,
): { situation: Standing; result: StandingEstimate } {
  demandFit(deployment, protocol);
  const choice = chooseLeader(deployment, protocol, down, evaluator, severed);
  const situation = { deployment, protocol, leader: choice.leader, down, severed };
  let sampled = false;
  const clients = deployment.clients.map((client) => {
    const { result, exact } = estimateClient(situation, client, evaluator);
    sampled ||= !exact;
    return result;
  });
  const result: StandingEstimate = {
    schema: 'quorate.estimate/1',
    version: VERSION,
    topology: topologyOf(deployment),
    provenance: provenanceOf(deployment, protocol, down.size > 0 || severed !== undefined),
    protocol: protocolOf(deployment, protocol, choice),
    method: sampled ? 'sampled' : 'exact',
    seed,
    clients,
  };
  return { situation, result };
}

function estimateClient(
  situation: Standing,
  client: Client,
  evaluator: Evaluator,
): { result: ClientEstimate; exact: boolean } {
  const { model } = situation.protocol;
  const entry = contactOf(situation, client);
  const { id } = client;
  const at = client.at.join('/');
  if (entry === undefined) {
    const unserved = figuresOf(never);
    const none = { entry: null, readEntry: null, write: unserved, read: unserved, decidedBy: [] };
    return { result: { id, at, ...none }, exact: true };
  }
  const readEntry = contactOf(situation, client, 'read') ?? entry;
  const writing = model.write(viewOf(situation, client, entry));
  const write = evaluator.evaluate(writing);
  const executing = model.execution?.(viewOf(situation, client, entry));
  const execution = executing === undefined ? undefined : evaluator.evaluate(executing);
  const read = evaluator.evaluate(model.read(viewOf(situation, client, readEntry, 'read')));
  return {
    result: {
      id,
      at,
      entry,
      readEntry,
      write: figuresOf(write.law),
      read: figuresOf(read.law),
      ...(execution === undefined ? {} : { execution: figuresOf(execution.law) }),
      decidedBy: decidersOf(writing, evaluator),
    },
    exact: write.method === 'exact' && read.method === 'exact',
  };
}
