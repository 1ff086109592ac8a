import { Evaluator, SAMPLES } from '../outcome/evaluate.js';
import type { Protocol } from '../protocol/contract.js';
import type { Client, Deployment } from '../topology/deployment.js';
import { VERSION } from '../version.js';
import { decidersOf } from './deciders.js';
import { figuresOf } from './figures.js';
import { chooseLeader } from './leader.js';
import { linchpinOf, lossesOf } from './losses.js';
import { protocolOf, provenanceOf, topologyOf } from './provenance.js';
import type { ClientEstimate, EstimateResult } from './result.js';
import { entryOf, type Situation, viewOf } from './view.js';

export interface EstimateOptions {
  /** Seed of the sampling that expressions with shared legs need. */
  readonly seed: number;
}

/**
 * What latency each client will see, unloaded and with all replicas up.
 *
 * @param deployment checked by the protocol's own `check`
 */
export function estimate(
  deployment: Deployment,
  protocol: Protocol,
  options: EstimateOptions,
): EstimateResult {
  const evaluator = new Evaluator({ seed: options.seed, samples: SAMPLES });
  const none: ReadonlySet<string> = new Set();
  const choice = chooseLeader(deployment, protocol, none, evaluator);
  const situation = { deployment, protocol, leader: choice.leader, down: none };
  let sampled = false;
  const clients = deployment.clients.map((client) => {
    const { result, exact } = estimateClient(situation, client, evaluator);
    sampled ||= !exact;
    return result;
  });
  const losses = lossesOf(deployment, protocol, choice.leader, evaluator);
  return {
    schema: 'quorate.estimate/1',
    version: VERSION,
    topology: topologyOf(deployment),
    provenance: provenanceOf(deployment),
    protocol: protocolOf(deployment, protocol, choice),
    method: sampled ? 'sampled' : 'exact',
    seed: options.seed,
    clients,
    linchpin: linchpinOf(
      losses,
      clients.map(({ id, write }) => ({ id, p50: write.p50 })),
    ),
  };
}

function estimateClient(
  situation: Situation,
  client: Client,
  evaluator: Evaluator,
): { result: ClientEstimate; exact: boolean } {
  const { model } = situation.protocol;
  const entry = entryOf(situation, client);
  if (entry === undefined) throw new RangeError('a deployment has at least one replica');
  const readEntry = entryOf(situation, client, 'read') ?? entry;
  const writing = model.write(viewOf(situation, client, entry));
  const write = evaluator.evaluate(writing);
  const read = evaluator.evaluate(model.read(viewOf(situation, client, readEntry)));
  return {
    result: {
      id: client.id,
      at: client.at.join('/'),
      entry,
      readEntry,
      write: figuresOf(write.law),
      read: figuresOf(read.law),
      decidedBy: decidersOf(writing, evaluator),
    },
    exact: write.method === 'exact' && read.method === 'exact',
  };
}
