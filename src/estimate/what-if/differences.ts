import type { ClientEstimate } from '../../result/latency.js';
import type { ClientChange } from '../../result/what-if.js';
import { figureChanges } from '../diff/figure-changes.js';

/**
 * What changes for one client, figure by figure.
 *
 * @param after undefined where the client is down itself, or nothing could be estimated
 * @param downWith what it is down with
 * @param cutOffWith what its proxy is lost with
 */
export function clientChange(
  before: ClientEstimate,
  after: ClientEstimate | undefined,
  downWith: string | undefined,
  cutOffWith: string | undefined,
): ClientChange {
  const stopped = after === undefined || after.write.failure === 1;
  return {
    id: before.id,
    at: before.at,
    state: downWith !== undefined ? 'down' : stopped ? 'stopped' : 'served',
    downWith: downWith ?? null,
    cutOffWith: cutOffWith ?? null,
    figures: figureChanges(before, after),
  };
}
