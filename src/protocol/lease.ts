import type { MachineSetup } from './contract/machine.js';

/** Leases of leaders, and what is left of them when another is elected. */

/**
 * A leader's lease is this share of what the others have promised: the two spans are measured by different clocks, and all
 * is well as long as no clock runs more than a tenth faster than another.
 */
export const LEASE_SHARE = 0.9;

/** What a member remembers of the leaders that it has heard; times (ms) by its own clock. */
export interface Heard {
  /** When and from whom a leader was last heard; below 0: from nobody. */
  heardAt: number;
  heardFrom: number;
  /** When one other than `heardFrom` was last heard. */
  otherHeardAt: number;
}

/** Notes that a leader was heard. */
export function noteHeard(heard: Heard, leader: number, now: number): void {
  if (heard.heardFrom !== leader) heard.otherHeardAt = heard.heardAt;
  heard.heardAt = now;
  heard.heardFrom = leader;
}

/** How long a leader's lease lasts by its own clock (ms), from the sending of the heartbeat that renewed it. */
export function leaseLength({ leaderLease, election }: MachineSetup): number {
  return LEASE_SHARE * (leaderLease ?? election[0]);
}

/** Are there leases that outlast elections, so that a new leader has to wait? */
export function hasLongLease({ reads, leaderLease }: MachineSetup): boolean {
  return reads === 'leader-lease' && leaderLease !== undefined;
}

/**
 * How much may be left of the leases of others than this candidate, as far as we have helped to renew them (ms). It counts
 * from when we heard them, which is after the sending from which their holders count, and goes on where it arrives; so as
 * long as no clock runs more than a tenth faster than another the lease is over when this is.
 */
export function leaseLeft(setup: MachineSetup, heard: Heard, candidate: number, now: number): number {
  if (!hasLongLease(setup)) return 0;
  const since = candidate === heard.heardFrom ? heard.otherHeardAt : heard.heardAt;
  return Math.max(0, since + setup.leaderLease! - now);
}
