import type { Effects } from '../contract/machine.js';
import { leaseLeft } from '../lease.js';
import { tokenOf } from '../log/token.js';
import { isAmong, masksOf } from '../member-masks.js';
import { NO_BALLOT, PROMISE } from './ballot.js';
import { ownSnapshot } from './cutting.js';
import { hear, isOutdated, stepDown } from './following.js';
import { executeKnown } from './learner.js';
import { leaseHolds } from './lease.js';
import { putEntry } from './log.js';
import type { Accept, Prepare } from './messages.js';
import { send } from './sending.js';
import { NOBODY, type Replica } from './state.js';

/**
 * The acceptor: "Paxos Made Simple" §2.2, phases 1 (b) and 2 (b). Whatever it answers is on its disk first, so that a
 * crash makes it slow but never forgetful (§2.5, "stable storage").
 */

/** Phase 1 (b): promises a ballot above all it knows of, and writes that down. */
export function onPrepare(
  replica: Replica,
  from: number,
  { ballot, from: slot, summonedBy = NO_BALLOT }: Prepare,
  effects: Effects,
): void {
  const { state, setup } = replica;
  if (!isAmong(masksOf(setup).electors, setup)) return;
  if (ballot > state.seen) state.seen = ballot;
  if (isOutdated(replica, from, ballot, effects)) return;
  if (ballot === state.promised) {
    // Sent again: our promise may have been lost. If it is still being written it will be sent then.
    state.promiseFrom = slot;
    if (state.promiseOnDisk >= ballot) sendPromise(replica, from, effects);
    return;
  }
  // Sent again by its candidate with every beat; it need not be told.
  // We follow none but the leader that has given up its lease for this candidate, or one before that.
  const summoned = summonedBy !== NO_BALLOT && state.promised <= summonedBy;
  if (!summoned && isBoundByLease(replica, from, effects.now)) return;
  if (state.role !== 'follower') stepDown(replica, effects);
  state.promised = ballot;
  state.promiseFrom = slot;
  state.promiseSummoned = summoned;
  state.leader = NOBODY;
  state.quietSince = effects.now;
  effects.persist(PROMISE, ballot, tokenOf(PROMISE, ballot));
}

/**
 * Having told a leader that we follow it, we promise nothing to anyone else until the shortest election timeout has
 * passed by our own clock: that is the leader's lease. What we told before a crash we no longer know, so after a
 * restart we owe that silence to all. A leader bounds itself by the lease it still holds.
 */
export function isBoundByLease(replica: Replica, candidate: number, now: number): boolean {
  const { state, setup } = replica;
  if (setup.reads !== 'leader-lease') return false;
  if (state.office !== null) return leaseHolds(replica, now);
  return candidate !== state.heardFrom && now < state.heardAt + setup.election[0];
}

/** The promise, with everything accepted from the slot on that the candidate asked about. */
export function sendPromise(replica: Replica, to: number, effects: Effects): void {
  const { state, setup } = replica;
  const left = state.promiseSummoned ? 0 : leaseLeft(setup, state, to, effects.now);
  const { base, entries } = state.log;
  const first = Math.max(state.promiseFrom, base);
  send(effects, to, {
    type: 'promise',
    ballot: state.promised,
    executed: state.executed,
    snapshot: state.promiseFrom < base ? ownSnapshot(replica) : null,
    first,
    entries: entries.slice(first - base),
    ...(left > 0 && { left }),
  });
}

/** Phase 2 (b): accepts unless a higher ballot was promised; answers once the entry is on disk. */
export function onAccept(replica: Replica, from: number, { slot, entry }: Accept, effects: Effects): void {
  const { state } = replica;
  const { ballot } = entry;
  if (isOutdated(replica, from, ballot, effects)) return;
  hear(replica, ballot, effects);
  const { log } = state;
  const i = slot - log.base;
  const written = i < 0 ? ballot : i < log.written.length ? log.written[i] : NO_BALLOT;
  if (written === ballot) {
    // Sent again; or a slot whose chosen value is in our snapshot, so that nothing else can be proposed in it.
    send(effects, from, { type: 'accepted', ballot, slot });
    return;
  }
  if (written === -ballot) return; // Sent again while it is being written: the answer will follow.
  putEntry(log, slot, entry);
  log.written[i] = -ballot;
  effects.persist(slot, entry, tokenOf(slot, ballot));
  if (slot === state.executed && slot < state.known) executeKnown(replica, effects);
}
