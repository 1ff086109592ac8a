import type { AvailabilityResult } from '../../result/availability.js';
import type { EstimateResult } from '../../result/estimate.js';
import type { FigureChange, ScenarioEstimate } from '../../result/what-if.js';
import { figureChange } from '../diff/figure-changes.js';

/**
 * What changes for the service as a whole, figure by figure: what it sustains (operations per second), how available it is
 * (shares, and seconds of downtime a year), its failover (mean, ms), and how many of each level it survives. Empty where the
 * estimate afterwards has none of that.
 */
export function serviceChanges(
  before: EstimateResult,
  after: ScenarioEstimate,
): Readonly<Record<string, FigureChange>> {
  const { throughput, availability, survives, failover } = after;
  if (throughput === undefined || availability === undefined || survives === undefined) return {};
  const changes: Record<string, FigureChange> = {
    throughput: figureChange(before.throughput.max, throughput.max),
  };
  for (const operation of ['write', 'read'] as const) {
    changes[`availability.${operation}`] = figureChange(
      before.availability?.[operation] ?? null,
      availability?.[operation] ?? null,
    );
    changes[`downtime.${operation}`] = figureChange(
      downtimeOf(before.availability, operation),
      downtimeOf(availability, operation),
    );
  }
  changes.failover = figureChange(
    failoverMean(before.failover, before.availability),
    failoverMean(failover ?? null, availability),
  );
  for (const level of ['machine', 'rack', 'zone', 'region'] as const) {
    const [was, is] = [before.survives[level], survives[level]];
    if (was !== undefined || is !== undefined)
      changes[`survives.${level}`] = figureChange(was ?? null, is ?? null);
  }
  return changes;
}

/** Of the replicas themselves, else of an operator. */
function failoverMean(
  failover: EstimateResult['failover'],
  availability: AvailabilityResult | null,
): number | null {
  return failover?.total.mean ?? availability?.failoverMean ?? null;
}

function downtimeOf(availability: AvailabilityResult | null, operation: 'write' | 'read'): number | null {
  if (availability === null) return null;
  const { downtimePerYear, readDowntimePerYear } = availability;
  return (operation === 'write' ? downtimePerYear : readDowntimePerYear).total;
}
