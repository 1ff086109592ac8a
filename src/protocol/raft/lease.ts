import type { Effects } from '../contract/machine.js';
import { leaseLength } from '../lease.js';
import { has } from '../member-masks.js';
import { cutFor } from './cutting.js';
import { endOf, termBefore } from './log.js';
import { audienceOf, isQuorum } from './members.js';
import type { Heartbeat } from './messages.js';
import { send } from './sending.js';
import type { Office, Replica } from './state.js';

/**
 * Heartbeats, and what their answers prove: dissertation §6.4 and §6.4.1.
 *
 * Heartbeats go out in numbered rounds. A replica that answers round k says: "when this reached me I had heard of no term
 * above yours". Once a phase-2 quorum has said so, counting ourselves, no other leader can have been elected before round
 * k was sent, for every phase-1 quorum meets every phase-2 quorum. That confirms a read.
 *
 * With leases it says more: "and I shall vote for nobody else for the shortest election timeout" (§4.2.3). It counts that
 * from the moment the heartbeat reached it, which is after the moment we sent it; so a lease counted from the *sending*
 * is over before the first of those votes can be given. The two spans are measured by different clocks: ours is shorter
 * by a tenth, so that all is well as long as no clock runs more than a tenth faster than another.
 *
 * Where the group has a lease beside elections it may be longer than that. Then votes tell how much of it may be left, and
 * a new leader commits nothing, so answers nothing, before the longest of what a phase-1 quorum told is over.
 */

/** Sends a round of heartbeats; its number. Each also asks whether the log fits so far. */
export function beat(replica: Replica, office: Office, effects: Effects): number {
  const { state, setup } = replica;
  const round = ++office.round;
  const audience = audienceOf(replica, office);
  let message: Heartbeat | undefined;
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self || !has(audience, to)) continue;
    const from = Math.min(Math.max(office.next[to], state.log.base), endOf(state.log));
    const cut = cutFor(replica, office, to);
    if (message?.from !== from || message.cut !== cut) {
      message = {
        type: 'heartbeat',
        term: state.term,
        from,
        previous: termBefore(state.log, from),
        commit: state.commit,
        round,
        sentAt: effects.now,
        cut,
      };
    }
    send(effects, to, message);
  }
  return round;
}

/** Has a phase-2 quorum, counting ourselves, answered this round or a later one? */
export function isConfirmed(replica: Replica, office: Office, round: number): boolean {
  const { setup } = replica;
  let set = 1 << setup.self;
  for (let i = 0; i < setup.n; i++) {
    if (office.answered[i] >= round) set |= 1 << i;
  }
  return isQuorum(replica, 'phase2', set);
}

/** Moves the lease to the latest sending time that a phase-2 quorum, counting ourselves, has answered. */
export function renewLease(replica: Replica, office: Office): void {
  const { setup } = replica;
  const { answeredSentAt } = office;
  for (let i = 0; i < setup.n; i++) {
    const time = answeredSentAt[i];
    if (time <= office.leaseFrom) continue;
    let set = 1 << setup.self;
    for (let k = 0; k < setup.n; k++) {
      if (answeredSentAt[k] >= time) set |= 1 << k;
    }
    if (isQuorum(replica, 'phase2', set)) office.leaseFrom = time;
  }
}

/** May this leader answer reads by itself now? Always, where it is a phase-2 quorum alone. */
export function leaseHolds(replica: Replica, now: number): boolean {
  const { state, setup } = replica;
  const { office } = state;
  if (office === null) return false;
  return now < office.leaseFrom + leaseLength(setup) || isQuorum(replica, 'phase2', 1 << setup.self);
}

/** Has no phase-2 quorum answered for a whole election timeout? Then others may lead, and our clients should go there (§6.2). */
export function hasLostQuorum(replica: Replica, office: Office, now: number): boolean {
  const { setup } = replica;
  if (isQuorum(replica, 'phase2', 1 << setup.self)) return false;
  return now >= Math.max(office.since, office.leaseFrom) + setup.election[1] + setup.heartbeat;
}
