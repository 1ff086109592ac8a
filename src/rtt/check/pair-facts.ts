import { type Coordinates, distanceKm } from '../coordinates.js';
import { type DataSet, findPair } from '../data-set.js';
import { lightBoundMs } from '../light-bound.js';
import { percentile, type Statistic, typicalStatistic } from '../statistic.js';

/** One measured pair beside what physics says of it. */
export interface PairFacts {
  readonly from: string;
  readonly to: string;
  /** The smallest figure of a round trip: the one that must not beat light. */
  readonly least: { readonly statistic: Statistic; readonly ms: number } | undefined;
  /** The figure that says how long it usually takes. */
  readonly typical: number | undefined;
  /** The same the other way round; undefined where that was not measured. */
  readonly reverse: number | undefined;
  readonly km: number | undefined;
  /** ms */
  readonly bound: number | undefined;
}

/** Facts of every pair, in the order of the data set. */
export function pairFacts(dataSet: DataSet, coordinates: Coordinates): PairFacts[] {
  const { statistics, pairs } = dataSet;
  const usual = statistics.indexOf(typicalStatistic(statistics) ?? '') + 2;
  return pairs.map((row) => {
    const [from, to, ...figures] = row;
    let least: PairFacts['least'];
    statistics.forEach((statistic, i) => {
      const ms = figures[i];
      if (typeof ms !== 'number' || !isRoundTrip(statistic)) return;
      if (least === undefined || ms < least.ms) least = { statistic, ms };
    });
    const km = distanceKm(coordinates, from, to, dataSet.provider);
    const back = findPair(pairs, to, from)?.[usual];
    return {
      from,
      to,
      least,
      typical: numberOrNothing(row[usual]),
      reverse: numberOrNothing(back),
      km,
      bound: km === undefined ? undefined : lightBoundMs(km),
    };
  });
}

/** Is this statistic itself a round trip, not a spread of them? */
function isRoundTrip(statistic: Statistic): boolean {
  return (
    statistic === 'min' || statistic === 'mean' || statistic === 'max' || percentile(statistic) !== undefined
  );
}

function numberOrNothing(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
