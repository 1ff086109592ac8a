import { slowestRoundTrip } from '../simulation/workload.js';
import { type DurationFigures, failoverByModel } from './failover/failover.js';
import type { DurationResult, FailoverBlock } from './result.js';
import type { Situation } from './view.js';

/** Enough for a mean that is good to about one per cent. */
const CRASHES = 400;
/** With more heartbeats than this in the longest round trip a crash takes too many events to draw. */
const MOST_BEATS = 1000;

/** How long writes stop when the leader (where nobody leads, the first replica) is lost; null: until it is back. */
export function failoverBlock(situation: Situation, seed: number): FailoverBlock | null {
  const { deployment, protocol, leader, down } = situation;
  if (protocol.traits.leadership === 'stable' && leader === undefined) return null;
  if (slowestRoundTrip(deployment) > MOST_BEATS * deployment.timeouts.heartbeat) return null;
  const found = failoverByModel(deployment, protocol, { seed, crashes: CRASHES, leader, down });
  if (found === undefined) return null;
  return {
    lost: found.crashed,
    nextLeaders: found.nextLeaders,
    detection: figures(found.detection),
    election: figures(found.election),
    reconciliation: figures(found.reconciliation),
    total: figures(found.total),
    note: found.note,
  };
}

function figures({ mean, p50, p90, p99 }: DurationFigures): DurationResult {
  return { mean, p50, p90, p99 };
}
