import type { Replica } from './state.js';

/**
 * Fast or classic: fast rounds need a fast quorum of acceptors, classic ones do with less. A coordinator that hears
 * from too few for fast rounds begins a ballot without one, and proposes what clients send; when enough are heard again
 * it begins a ballot with one.
 */

/** Who has been heard within the shortest election timeout, ourselves included. */
export function upSet({ state, setup }: Replica, now: number): number {
  let set = 1 << setup.self;
  for (let i = 0; i < setup.n; i++) {
    if (now - state.heardAt[i] < setup.election[0]) set |= 1 << i;
  }
  return set;
}

export function canGoFast(replica: Replica, now: number): boolean {
  return replica.setup.quorum.fast.contains(upSet(replica, now));
}
