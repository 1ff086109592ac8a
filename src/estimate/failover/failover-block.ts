import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import type { DurationResult, FailoverBlock } from '../../result/estimate.js';
import { slowestRoundTrip } from '../../simulation/workload.js';
import { type DurationFigures, failoverByModel } from './failover.js';
import { patienceOf } from './patience.js';

/** Enough for a mean that is good to about one per cent. */
const CRASHES = 400;
/** With more heartbeats than this in the longest round trip a crash takes too many events to draw. */
const MOST_BEATS = 1000;

/** How long writes stop when the leader (where nobody leads, the first replica) is lost; null: until it is back. */
export function failoverBlock(situation: Standing, seed: number): FailoverBlock | null {
  const { deployment, protocol, leader, down } = situation;
  if (protocol.traits.leadership === 'stable' && leader === undefined) return null;
  if (slowestRoundTrip(deployment) > MOST_BEATS * deployment.timeouts.heartbeat) return null;
  const crashed = leader ?? deployment.replicas.find(({ id }) => !down.has(id))?.id;
  if (crashed === undefined) return null;
  const patience = patienceOf(deployment);
  const found = failoverByModel(deployment, protocol, {
    seed,
    crashes: CRASHES,
    leader,
    crashed,
    down,
    patience,
  });
  if (found === undefined) return null;
  return {
    lost: found.crashed,
    nextLeaders: found.nextLeaders,
    detection: figures(found.detection),
    election: figures(found.election),
    reconciliation: figures(found.reconciliation),
    total: figures(found.total),
    perceived: {
      ...figures(found.perceived ?? found.total),
      patience,
      given: deployment.timeouts.request !== undefined,
      clients: deployment.clients
        .filter((client) => contactOf(situation, client) === found.crashed)
        .map(({ id }) => id),
    },
    note: found.note,
  };
}

function figures({ mean, p50, p90, p99 }: DurationFigures): DurationResult {
  return { mean, p50, p90, p99 };
}
