import type { FailoverBlock } from '../result/failover.js';
import type { StabilityResult } from '../result/stability.js';
import { listed } from '../spelling/listed.js';
import { count } from './number.js';
import { operationsPerSecond } from './rate.js';
import { duration, span } from './spans.js';

/** Leader changes without a failure are worth a line from one in two months on; of a single write, from one in 10 billion. */
const OFTEN = 1 / 60;

const LIKELY = 1e-10;

/** A leader that is deposed more often than every quarter of an hour does not lead. */
const UNSTABLE = 24 * 4;

/** Leader changes without a failure, where they are worth a line. */
export function stabilityLine(
  { leaderChangesPerDay: perDay, causes, leader, perWrite, writesPerSecond, stall }: StabilityResult,
  failover: FailoverBlock | null,
): string[] {
  const disk = causes.some(({ what }) => what === 'disk');
  const why =
    disk && stall !== null ? `a durable write of ${duration(stall)} or more holds up its heartbeats` : '';
  if (perDay === null)
    return perWrite < LIKELY
      ? []
      : [
          `Leadership: ${one(perWrite)} durable writes costs ${leader} its leadership (${why}); no client has a rate.`,
        ];
  if (perDay < OFTEN) return [];
  const network = causes.filter(({ what }) => what === 'network').map(({ replica }) => replica);
  const late =
    network.length === 0
      ? ''
      : `${listed(network)} ${network.length === 1 ? 'receives' : 'receive'} it too late`;
  const reasons = [
    disk
      ? `${why}, ${one(perWrite)} of ${operationsPerSecond(writesPerSecond ?? 0)} writes/s costs it its leadership`
      : '',
    late,
  ].filter((text) => text !== '');
  const outage = failover?.lost === leader ? `; each stops writes for ${duration(failover.total.mean)}` : '';
  const stays = `on average it is deposed after ${span(86_400 / perDay)}`;
  const verdict =
    perDay >= UNSTABLE
      ? `${leader} cannot stay leader: ${stays}`
      : `about ${perDay >= 1 ? `${perDay.toFixed(perDay < 10 ? 1 : 0)} leader changes a day` : `one leader change in ${span(86_400 / perDay)}`} without a failure while ${leader} leads${outage}`;
  return [`Leadership: ${verdict} (${reasons.join('; ')}).`];
}

/** "one in 40,000" */
export function one(share: number): string {
  return `one in ${count(Number((1 / share).toPrecision(2)))}`;
}
