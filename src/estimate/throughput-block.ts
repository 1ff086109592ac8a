import type { Evaluator } from '../outcome/evaluate.js';
import type { ThroughputResult } from './result.js';
import { throughputOf } from './throughput/throughput.js';
import type { Situation } from './view.js';

/** What a deployment bears, and how much of that its clients' rates are, in the shape of results. */
export function throughputBlock(
  { deployment, protocol, leader }: Situation,
  evaluator: Evaluator,
): ThroughputResult {
  const { max, bottleneck, load, utilisation, limits } = throughputOf(
    deployment,
    protocol,
    leader,
    evaluator,
  );
  return {
    max: Number.isFinite(max) ? max : null,
    bottleneck,
    load: Number.isFinite(max) ? load : null,
    utilisation,
    limits: limits.filter((limit) => Number.isFinite(limit.max)),
  };
}
