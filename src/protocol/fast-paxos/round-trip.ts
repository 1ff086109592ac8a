import { type RoundTrips, usualTime } from '../round-trip.js';

/** The usual time (ms) of the slowest of a set of replicas; `unknown` where one has not answered yet. */
export function slowest(times: RoundTrips, set: number, unknown: number): number {
  let most = 0;
  for (let i = 0; i < times.rtt.length; i++) {
    if (((set >>> i) & 1) !== 0) most = Math.max(most, usualTime(times, i, unknown));
  }
  return most;
}
