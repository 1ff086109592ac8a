import type { Effects } from '../contract/machine.js';
import { leaseLength } from '../lease.js';
import { cutFor } from './cutting.js';
import type { Heartbeat } from './messages.js';
import { send } from './sending.js';
import type { Office, Replica } from './state.js';

/**
 * Heartbeats, and what their answers prove: "Paxos Made Live" §5.2 (master leases).
 *
 * Heartbeats go out in numbered rounds. An acceptor that answers round k says: "when this reached me I had promised
 * nothing above your ballot". Once a phase-2 quorum has said so, counting ourselves, no other leader can have finished
 * phase 1 before round k was sent, for every phase-1 quorum meets every phase-2 quorum. That confirms a read.
 *
 * With leases the acceptor says more: "and I shall promise nothing to anyone else for the shortest election timeout".
 * It counts that from the moment the heartbeat reached it, which is after the moment we sent it; so a lease counted
 * from the *sending* is over before the first of those promises can be. (Counted from the reception of the answers it
 * would not be.) The two spans are measured by different clocks: ours is shorter by a tenth, so that all is well as
 * long as no clock runs more than a tenth faster than another.
 *
 * Where the group has a lease beside elections it may be longer than that. Then promises tell how much of it may be left,
 * and a new leader executes and answers nothing before the longest of what a phase-1 quorum told is over.
 */

/** Sends a round of heartbeats; its number. */
export function beat(replica: Replica, office: Office, effects: Effects): number {
  const { state, setup } = replica;
  const round = ++office.round;
  let message: Heartbeat | undefined;
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self) continue;
    const cut = cutFor(replica, office, to);
    if (message?.cut !== cut) {
      const { ballot } = office;
      message = { type: 'heartbeat', ballot, round, sentAt: effects.now, chosen: state.executed, cut };
    }
    send(effects, to, message);
  }
  return round;
}

/** Has a phase-2 quorum, counting ourselves, answered this round or a later one? */
export function isConfirmed({ setup }: Replica, office: Office, round: number): boolean {
  let set = 1 << setup.self;
  for (let i = 0; i < setup.n; i++) {
    if (office.answered[i] >= round) set |= 1 << i;
  }
  return setup.quorum.phase2.contains(set);
}

/** Moves the lease to the latest sending time that a phase-2 quorum, counting ourselves, has answered. */
export function renewLease({ setup }: Replica, office: Office): void {
  const { answeredSentAt } = office;
  for (let i = 0; i < setup.n; i++) {
    const time = answeredSentAt[i];
    if (time <= office.leaseFrom) continue;
    let set = 1 << setup.self;
    for (let k = 0; k < setup.n; k++) {
      if (answeredSentAt[k] >= time) set |= 1 << k;
    }
    if (setup.quorum.phase2.contains(set)) office.leaseFrom = time;
  }
}

/** May this leader answer reads by itself now? Always, where it is a phase-2 quorum alone. */
export function leaseHolds({ state, setup }: Replica, now: number): boolean {
  const { office } = state;
  if (office === null) return false;
  return now < office.leaseFrom + leaseLength(setup) || setup.quorum.phase2.contains(1 << setup.self);
}
