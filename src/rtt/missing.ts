import { lightBoundMs } from './light-bound.js';
import { countText, msText } from './number-text.js';

/** A round trip that nobody measured, from distance. */
export interface Estimate {
  /** ms; the median */
  readonly rtt: number;
  readonly km: number;
  /** How many times the light bound that is; undefined for a bound of nearly nothing. */
  readonly inflation: number | undefined;
  /** "estimated from 5,570 km of great circle × 1.91" */
  readonly source: string;
}

/**
 * How many times the light bound the median round trip takes, by distance: the medians over the five bundled data
 * sets (AWS, GCP and Azure, 2019 to 2025). Long paths follow the great circle more closely than short ones.
 */
const INFLATION: readonly { readonly upToKm: number; readonly factor: number }[] = [
  { upToKm: 1000, factor: 2.39 },
  { upToKm: 3000, factor: 1.93 },
  { upToKm: 6000, factor: 1.91 },
  { upToKm: 10000, factor: 1.71 },
  { upToKm: Number.POSITIVE_INFINITY, factor: 1.55 },
];

/** Below this distance the fixed cost of leaving one network and entering another outweighs the fibre. */
const NEAR_KM = 300;

/**
 * A fixed 3 ms, which is what two regions of one city show (Azure's two in Canberra: 3 and 4 ms), and the fibre at
 * the inflation of longer paths; in the middle of the next band, 650 km, it gives what 2.39 gives there. The median
 * of the bundled pairs below 300 km is within 7 % of it.
 */
const NEAR = { fixed: 3, factor: 1.93 } as const;

/**
 * The round trip to expect over this great-circle distance (km, ≥ 0): light × inflation, and below 300 km a fixed
 * part and light × 1.93. Only the median: distance says nothing about one pair's routes, and neighbouring bands do
 * not meet.
 */
export function estimateRtt(km: number): Estimate {
  const bound = lightBoundMs(km);
  const distance = `${countText(km)} km of great circle`;
  if (km < NEAR_KM) {
    const { fixed, factor } = NEAR;
    const source = `estimated from ${distance} × ${msText(factor)} + ${msText(fixed)} ms`;
    return { rtt: fixed + bound * factor, km, inflation: undefined, source };
  }
  const { factor } = INFLATION.find(({ upToKm }) => km <= upToKm) ?? INFLATION[INFLATION.length - 1]!;
  return {
    rtt: bound * factor,
    km,
    inflation: factor,
    source: `estimated from ${distance} × ${msText(factor)}`,
  };
}
