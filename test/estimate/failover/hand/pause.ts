import type { Pause } from './crash.js';

/**
 * A pause between the primary and a secondary. What is sent meanwhile, or on its way, is lost, so the secondary's lease is
 * renewed last by the beacon that was answered just before the pause, and next by the first one after it.
 *
 * Let that last beacon be sent u heartbeats before the last moment at which it could be, u uniform in [0, 1): at
 * −roundTrip − u·heartbeat. The next that gets through is k beacons later, k the smallest whole number with k·heartbeat ≥
 * length + roundTrip + u·heartbeat, and its answer comes a round trip after its sending. The lease has run out before
 * that, and the secondary is suspected wrongly, if k·heartbeat + roundTrip > lease. So k takes one of two values, and
 * everything here is exact for constant delays.
 *
 * A write of the moment when the pause began is answered once the secondary is out, or else once it has what it missed: the
 * answer to the beacon tells the primary, which sends it again.
 */
export function pause({ length, roundTrip, fsync, heartbeat, lease, reconfiguration }: Pause): {
  readonly suspicion: number;
  readonly outage: number;
} {
  const beats = (length + roundTrip) / heartbeat;
  const fewest = Math.ceil(beats);
  /** u up to here takes the fewest beacons, and from here on one more. */
  const edge = fewest - beats;
  let suspicion = 0;
  let outage = 0;
  const parts = [
    { k: fewest, from: 0, to: edge },
    { k: fewest + 1, from: edge, to: 1 },
  ];
  for (const { k, from, to } of parts) {
    const share = to - from;
    const last = -roundTrip - heartbeat * ((from + to) / 2);
    if (k * heartbeat + roundTrip > lease) {
      suspicion += share;
      outage += share * (Math.max(0, last + lease) + reconfiguration);
    } else {
      outage += share * (last + k * heartbeat + 2 * roundTrip + fsync);
    }
  }
  return { suspicion, outage };
}
