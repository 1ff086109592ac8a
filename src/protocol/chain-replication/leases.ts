import { holdsLeases as holdsLeasesOf, lapsedAmong, nextLapse } from '../configuration-leases.js';
import type { Effects } from '../contract/machine.js';
import { maskOf } from './configuration.js';
import type { Beacon } from './messages.js';
import { BEAT, LEASE, type Office, type Replica, send } from './state.js';

/**
 * Leases, which are failure detection at the same time. The paper's master is told which servers have failed and is never
 * wrong (§3, fail-stop); messages alone do not tell that. So a tail that was only cut off might go on answering reads while
 * another commits.
 *
 * The tail sends beacons to all. Whoever answers one grants a lease: it takes no part in replacing the tail, nor serves as
 * tail itself, until `grace` has passed since the beacon reached it, by its own clock. The tail counts the lease as `lease`
 * long from the moment when it *sent* that beacon, by its clock. Sending comes before reception and lease < grace, so the
 * tail's count is over first, whatever the network does; by how much faster one clock may run than another, the ratio of
 * the two says.
 *
 * A tail answers reads while it holds a lease from every other replica in the chain. When one has run out it asks for that
 * one's removal.
 */

/** Sends a round of beacons. A tail that cannot serve for as long as the grace period falls silent: let others try. */
export function beat(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const { now } = effects;
  effects.setTimer(BEAT, setup.heartbeat);
  if (holdsLeases(replica, office, now)) office.heldAt = now;
  if (now >= office.heldAt + setup.grace) return;
  const { configuration, shipped, committed, cut } = state;
  const round = ++office.round;
  const beacon: Beacon = { type: 'beacon', configuration, round, sentAt: now, end: shipped, committed, cut };
  for (let to = 0; to < setup.n; to++)
    if (to !== setup.self && mayJoin(replica, to)) send(effects, to, beacon);
}

/** Arbiters keep nothing, and are never in the chain. */
export function mayJoin({ setup }: Pick<Replica, 'setup'>, replica: number): boolean {
  return setup.members[replica].role === 'voter';
}

/** Whose leases serving takes, ourselves included: of the chain, and of whoever is being added. */
export function requiredIn({ state }: Replica, office: Office): number {
  return maskOf(state.configuration) | office.proposed | office.joining;
}

/** Does it hold all leases that serving takes? */
export function holdsLeases(replica: Replica, office: Office, now: number): boolean {
  return holdsLeasesOf(replica.setup, office, requiredIn(replica, office), now);
}

/** Those required whose lease has run out. */
export function lapsedIn(replica: Replica, office: Office, now: number): number {
  return lapsedAmong(replica.setup, office, requiredIn(replica, office), now);
}

/** A candidate whose lease has run out is waited for no more; and the timer is set for the next lease that may. */
export function watchLeases(replica: Replica, office: Office, effects: Effects): void {
  const { now } = effects;
  const lapsed = lapsedIn(replica, office, now);
  office.joining &= ~lapsed;
  const required = requiredIn(replica, office) & ~lapsed;
  effects.setTimer(LEASE, nextLapse(replica.setup, office, required, now) - now);
}
