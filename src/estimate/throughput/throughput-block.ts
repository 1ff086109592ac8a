import type { Standing } from '../../group/standing.js';
import { goesOn } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { ThroughputResult } from '../../result/throughput.js';
import { operationsOf } from './demands.js';
import { shardedThroughput } from './sharded.js';
import { type Throughput, throughputOf, throughputWith } from './throughput.js';
import { writeLimitsOf } from './write-limits.js';

/** What a deployment sustains, and how much of that its clients' rates are, in the shape of results. */
export function throughputBlock(situation: Standing, evaluator: Evaluator): ThroughputResult {
  const { deployment, protocol, leader, down, severed } = situation;
  const whole = down.size === 0 && severed === undefined;
  const { shards } = deployment;
  if (shards !== undefined && leader !== undefined && whole && deployment.clients.length > 0)
    return shardedThroughput(situation, shards, evaluator);
  const { max, bottleneck, load, utilisation, limits } = whole
    ? throughputOf(deployment, protocol, leader, evaluator)
    : remaining(situation, evaluator);
  return {
    max: Number.isFinite(max) ? max : null,
    bottleneck,
    load: Number.isFinite(max) ? load : null,
    utilisation,
    limits: limits.filter((limit) => Number.isFinite(limit.max)),
    ...writeLimitsOf(deployment),
  };
}

/**
 * What is left sustains, with the mix of the clients that are left. Demands are those of the whole group: those who are up go on
 * sending to those who are not, and wait for as many as before. Nothing where writes have no quorum.
 */
function remaining(situation: Standing, evaluator: Evaluator): Throughput {
  const { down, severed, protocol, leader } = situation;
  const replicas = situation.deployment.replicas.filter(({ id }) => !down.has(id));
  const led = protocol.traits.leadership === 'none' || leader !== undefined;
  const clients = situation.deployment.clients.filter(({ id }) => {
    return severed === undefined || replicas.some((replica) => !severed(id, replica.id));
  });
  const nothing = { max: 0, bottleneck: null, load: null, utilisation: [], limits: [] };
  if (!led || !goesOn(situation, 'write') || clients.length === 0) return nothing;
  const deployment = {
    ...situation.deployment,
    clients: clients.map((client, index) => ({ ...client, index })),
  };
  const left = { ...situation, deployment };
  const operations = operationsOf(left);
  if (operations.length === 0) return { ...nothing, max: Number.POSITIVE_INFINITY };
  return throughputWith(left, operations, evaluator);
}
