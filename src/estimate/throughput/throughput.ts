import type { Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { type Limit, limitsOf, type Resource } from './capacity.js';
import { type Operation, operationsOf } from './demands.js';
import { Stations, type Utilisation } from './stations.js';

export interface Throughput {
  /** Operations per second of the mix of all clients; Infinity where nothing that the file tells of limits it. */
  readonly max: number;
  readonly bottleneck: { readonly replica: string; readonly resource: Resource } | null;
  /** The clients' rates as a share of `max`; null where no client has a rate. */
  readonly load: number | null;
  /** At the clients' rates; empty where no client has one. */
  readonly utilisation: readonly Utilisation[];
  /** Every bound, the lowest first. */
  readonly limits: readonly Limit[];
}

/** How many operations per second a deployment sustains, and what bounds them; how busy its own rates make it. */
export function throughputOf(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  evaluator: Evaluator,
): Throughput {
  const situation: Standing = { deployment, protocol, leader, down: new Set() };
  const operations = operationsOf(situation);
  return throughputWith(situation, operations, evaluator);
}

/** The same of those that are up, whose operations are known. */
export function throughputWith(
  situation: Standing,
  operations: readonly Operation[],
  evaluator: Evaluator,
): Throughput {
  const isUp = ({ replica }: { readonly replica: string }): boolean => !situation.down.has(replica);
  const limits = operations.length === 0 ? [] : limitsOf(situation, operations, evaluator).filter(isUp);
  const [lowest] = limits;
  const max = lowest?.max ?? Number.POSITIVE_INFINITY;
  const offered = offeredRate(situation.deployment);
  return {
    max,
    bottleneck: lowest === undefined ? null : { replica: lowest.replica, resource: lowest.resource },
    load: offered === null ? null : offered / max,
    utilisation:
      offered === null || operations.length === 0
        ? []
        : new Stations(situation, operations, offered / 1000).utilisation().filter(isUp),
    limits,
  };
}

/** Operations per second of all clients; null where none has a rate. */
export function offeredRate({ clients }: Deployment): number | null {
  let sum = 0;
  for (const { rate = 0 } of clients) sum += rate;
  return sum === 0 ? null : sum;
}
