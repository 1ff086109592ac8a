import type { Distribution } from '../distribution/distribution.js';
import type { Coordinates, Place } from './coordinates.js';
import { type DataSet, findPair, measuredRegions, type ZoneFigures } from './data-set.js';
import { aroundMedian, fittedFigure, zoneFitted } from './figure.js';
import { greatCircleKm } from './geography.js';
import { estimateRtt } from './missing.js';
import { listText } from './number-text.js';

/** One round trip with where it came from. */
export interface RttFigure {
  /** ms */
  readonly rtt: Distribution;
  /** True where it comes from distance, not from a measurement. */
  readonly estimated: boolean;
  /** "aws-2025-07, p50 and p90, one year to 2025-07-17" */
  readonly source: string;
  /** What had to be assumed to make a distribution of it. */
  readonly assumption?: string;
}

/** A data set as the topology room wants it: look a round trip up, whether it was measured or must be estimated. */
export interface RttTable {
  readonly name: string;
  readonly title: string;
  /** ISO date of the newest figure. */
  readonly date: string;
  /** Every region it has figures or coordinates for, sorted. */
  readonly regions: readonly string[];
  /** Directed: the round trip measured from `from`. Undefined where neither figures nor coordinates are known. */
  between(from: string, to: string): RttFigure | undefined;
  /** Two machines of one zone. */
  readonly withinZone: RttFigure;
  /** Two zones of one region. */
  readonly betweenZones: RttFigure;
}

/**
 * Looks round trips up in a data set. What was measured in one direction only serves both; what was not measured
 * is estimated from the distance and marked as such; one region with itself is two of its zones. Nothing is fitted
 * before it is asked for, and then once.
 */
export function rttTable(dataSet: DataSet, coordinates: Coordinates): RttTable {
  const source = `${dataSet.name}, ${listText(dataSet.statistics)}, ${dataSet.period}`;
  const fitted = new Map<string, RttFigure | undefined>();
  let regions: readonly string[] | undefined;
  let withinZone: RttFigure | undefined;
  let betweenZones: RttFigure | undefined;

  const look = (from: string, to: string): RttFigure | undefined => {
    if (from === to) return table.regions.includes(from) ? table.betweenZones : undefined;
    const straight = findPair(dataSet.pairs, from, to);
    const row = straight ?? findPair(dataSet.pairs, to, from);
    if (row !== undefined) {
      const [, , ...figures] = row;
      return {
        ...fittedFigure(dataSet.statistics, figures),
        estimated: false,
        source: straight === undefined ? `${source}, measured from ${to} to ${from}` : source,
      };
    }
    const a = coordinates.find(from, dataSet.provider);
    const b = coordinates.find(to, dataSet.provider);
    return a === undefined || b === undefined ? undefined : estimated(a, b, dataSet.provider);
  };

  const table: RttTable = {
    name: dataSet.name,
    title: dataSet.title,
    date: dataSet.date,
    get regions() {
      regions ??= [
        ...new Set([...measuredRegions(dataSet), ...coordinates.places.map(({ region }) => region)]),
      ].sort();
      return regions;
    },
    between(from, to) {
      const key = `${from}\n${to}`;
      if (!fitted.has(key)) fitted.set(key, look(from, to));
      return fitted.get(key);
    },
    get withinZone() {
      withinZone ??= zoneFigure(dataSet.withinZone);
      return withinZone;
    },
    get betweenZones() {
      betweenZones ??= zoneFigure(dataSet.betweenZones);
      return betweenZones;
    },
  };
  return table;
}

/** The round trip that distance suggests between two places, marked as estimated. */
export function estimated(a: Place, b: Place, provider: string): RttFigure {
  const estimate = estimateRtt(greatCircleKm(a, b));
  const abroad = [a, b].filter((place) => place.provider !== provider);
  const where = abroad.map((place) => `${place.region} is ${place.provider}'s ${place.city}`);
  return {
    ...aroundMedian(estimate.rtt, 'only distance is known'),
    estimated: true,
    source: [estimate.source, ...where].join('; '),
  };
}

function zoneFigure(zone: ZoneFigures): RttFigure {
  return { ...zoneFitted(zone), estimated: false, source: `${zone.source}, ${zone.date}` };
}
