import type { DurationResult, UnfinishedResult } from '../../result/failover.js';
import type { Deployment } from '../../topology/deployment.js';
import type { DurationFigures, Succession } from './result.js';
import { ASSUMED_WRITES, isRated } from './writes-before.js';

/** What lost replicas leave unfinished, in the shape of results. */
export function unfinishedBlock(
  deployment: Deployment,
  { unfinished }: Pick<Succession, 'unfinished'>,
): UnfinishedResult | null {
  if (unfinished === null) return null;
  const { probability, operations, detection, wait } = unfinished;
  const given = isRated(deployment);
  return {
    probability,
    operations,
    detection: figures(detection),
    wait: figures(wait),
    writesPerSecond: given
      ? deployment.clients.reduce((sum, { rate = 0, reads }) => sum + rate * (1 - reads), 0)
      : ASSUMED_WRITES,
    given,
  };
}

function figures(duration: DurationFigures | undefined): DurationResult | null {
  if (duration === undefined || !Number.isFinite(duration.mean)) return null;
  const { mean, p50, p90, p99 } = duration;
  return { mean, p50, p90, p99 };
}
