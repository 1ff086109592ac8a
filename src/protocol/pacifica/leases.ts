import { holdsLeases as holdsLeasesOf, lapsedAmong, nextLapse } from '../configuration-leases.js';
import type { Effects } from '../contract/machine.js';
import { has, masksOf } from '../member-masks.js';

import type { Beacon } from './messages.js';
import { BEAT, LEASE, type Office, type Replica, send } from './state.js';

/**
 * Leases, which are failure detection at the same time ("Leases and failure detection").
 *
 * The primary sends beacons to all. A secondary that answers one grants a lease: it will not be primary until `grace` has
 * passed since the beacon reached it, by its own clock. The primary counts the lease as `lease` long from the moment when
 * it *sent* that beacon, by its clock. Sending comes before reception and lease < grace, so the primary's count is over
 * first, whatever the network does; by how much faster the one clock may run than the other, the ratio of the two says.
 * Counted from the reception of the answer it would not be: that may come late.
 *
 * A primary serves while it holds a lease from every other member, and from everybody who would be a member if what it
 * has asked of the manager were decided without its knowing. When one has run out it asks for that member's removal.
 */

/** Sends a round of beacons. A primary that cannot serve for as long as the grace period falls silent: let others try. */
export function beat(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const { now } = effects;
  effects.setTimer(BEAT, setup.heartbeat);
  if (holdsLeases(replica, office, now)) office.heldAt = now;
  if (now >= office.heldAt + setup.grace) return;
  const beacon: Beacon = {
    type: 'beacon',
    configuration: state.configuration,
    start: office.start,
    round: ++office.round,
    sentAt: now,
    end: office.shipped,
    committed: state.committed,
    cut: state.cut,
  };
  const { keepers } = masksOf(setup);
  for (let to = 0; to < setup.n; to++) if (to !== setup.self && has(keepers, to)) send(effects, to, beacon);
}

/** Whom commits wait for, and whose leases serving takes, ourselves included. */
export function requiredIn({ state }: Replica, office: Office): number {
  return state.configuration.members | office.proposed | office.joining;
}

/** May this primary answer now? */
export function holdsLeases(replica: Replica, office: Office, now: number): boolean {
  return holdsLeasesOf(replica.setup, office, requiredIn(replica, office), now);
}

/** Those required whose lease has run out. */
export function lapsedIn(replica: Replica, office: Office, now: number): number {
  return lapsedAmong(replica.setup, office, requiredIn(replica, office), now);
}

/** Candidates whose lease has run out are waited for no more; and the timer is set for the next lease that may. */
export function watchLeases(replica: Replica, office: Office, effects: Effects): void {
  const { now } = effects;
  const lapsed = lapsedIn(replica, office, now);
  office.joining &= ~lapsed;
  const required = requiredIn(replica, office) & ~lapsed;
  effects.setTimer(LEASE, nextLapse(replica.setup, office, required, now) - now);
}
