/** Light in fibre covers about 200 km a ms (refractive index 1.5), so 100 km of distance a ms of round trip. */
const KM_PER_MS_OF_ROUND_TRIP = 100;

/** No round trip over this great-circle distance (km, ≥ 0) takes less than this (ms): light in fibre, both ways. */
export function lightBoundMs(km: number): number {
  return km / KM_PER_MS_OF_ROUND_TRIP;
}

/**
 * What two city-level coordinates may be off by, as a round trip (ms): a figure counts as faster than light only
 * when it lies below the bound by more than this.
 */
export const COORDINATE_TOLERANCE_MS = 1;
