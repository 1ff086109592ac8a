import type { Distribution } from '../distribution/distribution.js';
import { fitMoments, fitQuantiles } from '../distribution/fit.js';
import { gamma } from '../distribution/gamma.js';
import { constant } from '../distribution/points.js';
import type { ZoneFigures } from './data-set.js';
import { assumedSpread, spreadAssumption } from './spread.js';
import { percentile, type Statistic, typicalStatistic } from './statistic.js';

/** A distribution made of a few statistics, and what had to be assumed to make it. */
export interface FittedFigure {
  readonly rtt: Distribution;
  readonly assumption?: string;
}

/**
 * The round-trip distribution (ms) that a row of statistics describes, in order of what says most:
 *
 * - two percentiles or more, or one beside the minimum: the shifted gamma through them;
 * - minimum, mean and mdev: the shifted gamma of these moments, mdev capped at √((max − mean)(mean − min)), the
 *   largest standard deviation that values between min and max with that mean can have (ping's mdev exceeds it at
 *   times, as it is rounded and taken over other replies);
 * - one figure only: the median, with a spread assumed by the rule of spread.ts, and said so.
 *
 * @throws RangeError where the figures contradict one another (a p90 below the p50), or there is none.
 */
export function fittedFigure(
  statistics: readonly Statistic[],
  figures: readonly (number | null)[],
): FittedFigure {
  const known = new Map<Statistic, number>();
  for (let i = 0; i < statistics.length; i++) {
    const figure = figures[i];
    if (figure !== null && figure !== undefined) known.set(statistics[i]!, figure);
  }
  const quantiles: { p: number; at: number }[] = [];
  for (const [statistic, at] of known) {
    const p = percentile(statistic);
    if (p !== undefined) quantiles.push({ p, at });
  }
  quantiles.sort((a, b) => a.p - b.p);
  const min = known.get('min');
  const mean = known.get('mean');
  const mdev = known.get('mdev');
  if (quantiles.length > 1 || (quantiles.length === 1 && min !== undefined)) {
    return { rtt: fitQuantiles(min === undefined ? { quantiles } : { min, quantiles }) };
  }
  if (min !== undefined && mean !== undefined && mdev !== undefined) {
    return { rtt: fitMoments({ min, mean, sd: cappedDeviation(min, mean, mdev, known.get('max')) }) };
  }
  return aroundOneFigure(known);
}

/** The round trips inside a region (ms): the law kept with the figures, else their fit. */
export function zoneFitted(zone: ZoneFigures): FittedFigure {
  const { rtt, assumption } =
    zone.fitted === undefined
      ? fittedFigure(zone.statistics, zone.figures)
      : { rtt: gamma(zone.fitted), assumption: undefined };
  const assumptions = [zone.assumption, assumption].filter((text) => text !== undefined);
  return assumptions.length === 0 ? { rtt } : { rtt, assumption: assumptions.join('; ') };
}

/** The same figures with their fit, for keeping. */
export function withFit(zone: ZoneFigures): ZoneFigures {
  const { law } = fittedFigure(zone.statistics, zone.figures).rtt;
  if (law.kind !== 'gamma') return zone;
  return { ...zone, fitted: { shift: law.shift, shape: law.shape, scale: law.scale } };
}

function cappedDeviation(min: number, mean: number, mdev: number, max: number | undefined): number {
  if (max === undefined) return mdev;
  return Math.min(mdev, Math.sqrt(Math.max(0, (max - mean) * (mean - min))));
}

function aroundOneFigure(known: ReadonlyMap<Statistic, number>): FittedFigure {
  const statistic = typicalStatistic([...known.keys()]);
  const figure = statistic === undefined ? undefined : known.get(statistic);
  if (statistic === undefined || figure === undefined)
    throw new RangeError('no figure to make a round trip of');
  const fitted = aroundMedian(figure, `only ${statistic} is published`);
  if (statistic === 'p50') return fitted;
  return { rtt: fitted.rtt, assumption: `${statistic} taken for the median, ${fitted.assumption}` };
}

/** A round trip of which only the median (ms, ≥ 0) is known: the assumed spread about it, and the reason stated. */
export function aroundMedian(median: number, because: string): Required<FittedFigure> {
  const spread = assumedSpread(median);
  if (spread === 0) return { rtt: constant(median), assumption: 'no spread assumed about 0 ms' };
  return {
    rtt: fitQuantiles({
      quantiles: [
        { p: 0.5, at: median },
        { p: 0.9, at: median + spread },
      ],
    }),
    assumption: spreadAssumption(because),
  };
}
