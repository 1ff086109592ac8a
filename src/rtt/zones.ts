import type { ZoneFigures } from './data-set.js';

/**
 * Round trips inside one region: Hilyard, Cui, Webster, Muralikrishna and Charapko, "Cloudy Forecast: How
 * Predictable is Communication Latency in the Cloud?", arXiv 2309.13169, 2023, figures 3 and 12, read off the plots
 * (±3 %): p5, p25, p50, p75 and p95 between machines of one subnet, and of two availability zones. ms.
 */
const CLOUDS: Readonly<Record<string, { within: readonly number[]; between: readonly number[] }>> = {
  aws: { within: [0.205, 0.245, 0.27, 0.295, 0.37], between: [0.43, 0.49, 0.555, 0.605, 0.7] },
  azure: { within: [0.37, 0.485, 0.59, 0.735, 1.42], between: [0.715, 0.925, 1.31, 1.5, 2.215] },
  gcp: { within: [0.31, 0.39, 0.445, 0.51, 0.675], between: [0.375, 0.46, 0.52, 0.595, 0.825] },
};

/** Stands in for a provider without figures of its own: the plainest network of the three. */
const STAND_IN = 'aws';

/** What a data set of this provider says about two machines of one zone, and of two zones of one region. */
export function zonesOf(provider: string): { withinZone: ZoneFigures; betweenZones: ZoneFigures } {
  const known = Object.hasOwn(CLOUDS, provider);
  const cloud = known ? provider : STAND_IN;
  const figures = CLOUDS[cloud]!;
  const zone = (what: string, values: readonly number[]): ZoneFigures => ({
    statistics: ['p5', 'p25', 'p50', 'p75', 'p95'],
    figures: values,
    source: `${what} on ${cloud}, Cloud Latency Tester (arXiv 2309.13169, figures 3 and 12, read off, ±3 %)`,
    date: '2023-03-15',
    licence: 'MIT',
    ...(known ? {} : { assumption: `taken from ${cloud}: nothing was measured inside these regions` }),
  });
  return {
    withinZone: zone('same subnet', figures.within),
    betweenZones: zone('two availability zones', figures.between),
  };
}
