import { groupOf } from '../../group/group.js';
import { reach, type Standing, upMask } from '../../group/standing.js';
import type { Standings } from '../latency/standings.js';
import { replicationOf } from './replication.js';

/** What is forgotten of the writes that were acknowledged: how many, and those of how many ms. */
export interface LossWindow {
  /** Null where no client has a rate. */
  readonly writes: number | null;
  readonly ms: number;
}

/**
 * Acknowledged writes that the next leader does not have, on average. None where it is elected, for every election hears of
 * every acknowledged write. Where an operator promotes another and those that are lost were a quorum for writes by
 * themselves, what was acknowledged and still on its way to the one that goes on is gone with them: the rate of writes times
 * the time from the acknowledgement to the arrival there. Measured at cuts of asynchronous PostgreSQL, which acknowledges
 * before it sends: rows lost are the rate times half the round trip, within 3 per cent.
 *
 * @param before the standing before the loss
 * @param after the standings after it, with those that are lost down or cut off
 */
export function lossWindow(before: Standing, after: Standings): LossWindow {
  const { deployment, protocol, leader } = before;
  const none = { writes: 0, ms: 0 };
  const way = protocol.traits.failover === 'operator' ? replicationOf(before) : undefined;
  if (way === undefined) return none;
  const rate = deployment.clients.reduce((sum, client) => sum + (client.rate ?? 0) * (1 - client.reads), 0);
  const rated = deployment.clients.some((client) => client.rate !== undefined);
  const { phase2 } = groupOf(deployment, protocol).quorum;
  let ms = 0;
  for (const { standing, probability } of after) {
    const next = standing.leader;
    if (next === undefined || next === leader) continue;
    const lost = upMask(before) & ~reach(standing, next);
    if (!phase2.contains(lost)) continue;
    ms += probability * Math.max(0, (way.arrived.get(next) ?? 0) - way.acknowledged);
  }
  return ms === 0 ? none : { writes: rated ? (rate * ms) / 1000 : null, ms };
}
