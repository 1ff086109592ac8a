import type { MachineSetup } from './contract/machine.js';
import { has } from './member-masks.js';

/**
 * Leases of the one that serves in a configuration, as it counts them. It sends beacons; who answers one grants a lease, and
 * will not take its place until a longer grace period has passed since the beacon came, by its own clock. The lease counts
 * from when that beacon was *sent*, by the clock of the one that serves, so it is over first. Sets are masks.
 */
export interface GrantedLeases {
  /** When the last beacon that each replica has answered was sent. */
  readonly leaseFrom: readonly number[];
  /** When the count began: a lease that was never granted counts from then on as run out. */
  readonly countedFrom: number;
}

type Setup = Pick<MachineSetup, 'n' | 'self' | 'lease'>;

/** Does it hold a lease of each of these, itself apart? */
export function holdsLeases(setup: Setup, leases: GrantedLeases, required: number, now: number): boolean {
  for (let i = 0; i < setup.n; i++) {
    if (i !== setup.self && has(required, i) && !isHeard(setup, leases, i, now)) return false;
  }
  return true;
}

/** Has this replica, in the configuration or not, granted a lease that still holds? */
export function isHeard({ lease }: Setup, { leaseFrom }: GrantedLeases, i: number, now: number): boolean {
  return now < leaseFrom[i] + lease;
}

/** Those of a set whose lease has run out. */
export function lapsedAmong(setup: Setup, leases: GrantedLeases, set: number, now: number): number {
  let lapsed = 0;
  for (let i = 0; i < setup.n; i++) {
    if (i !== setup.self && has(set, i) && now >= endsAt(setup, leases, i) - 1e-9) lapsed |= 1 << i;
  }
  return lapsed;
}

/** When the next lease of these may run out; within a lease from now. */
export function nextLapse(setup: Setup, leases: GrantedLeases, set: number, now: number): number {
  let next = now + setup.lease;
  for (let i = 0; i < setup.n; i++) {
    if (i !== setup.self && has(set, i)) next = Math.min(next, endsAt(setup, leases, i));
  }
  return next;
}

function endsAt({ lease }: Setup, { leaseFrom, countedFrom }: GrantedLeases, i: number): number {
  return Math.max(leaseFrom[i], countedFrom) + lease;
}
