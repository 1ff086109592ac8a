import type { Effects } from '../contract/machine.js';
import { ballotOfRound, NO_ROUND, PROMISE, tokenOf } from './ballot.js';
import { hear, isOutdated, stepDown } from './following.js';
import { logEnd, putVote, reportOf, writtenAt } from './log.js';
import type { Accept, Entry, Prepare } from './messages.js';
import { send } from './sending.js';
import { NOBODY, type Replica } from './state.js';

/**
 * The acceptor, but for its fast votes: phases 1 (b) and 2 (b) of classic rounds ("Fast Paxos" §2.1). Whatever it answers
 * is on its disk first, so that a crash makes it slow but never forgetful.
 */

/** Phase 1 (b): promises a ballot above all it knows of, and writes that down. */
export function onPrepare(
  replica: Replica,
  from: number,
  { ballot, from: slot }: Prepare,
  effects: Effects,
): void {
  const { state } = replica;
  if (ballot > state.seen) state.seen = ballot;
  if (isOutdated(replica, from, ballot, effects)) return;
  if (ballot === state.promised) {
    // Sent again: our promise may have been lost. If it is still being written it will be sent then.
    state.promiseFrom = slot;
    if (state.promiseOnDisk >= ballot) sendPromise(replica, from, effects);
    return;
  }
  if (state.role !== 'follower') stepDown(replica, effects);
  state.promised = ballot;
  state.promiseFrom = slot;
  state.leader = NOBODY;
  state.quietSince = effects.now;
  effects.persist(PROMISE, ballot, tokenOf(PROMISE, ballot));
}

/** The promise, with the votes from the slot on that the candidate asked about. */
export function sendPromise(replica: Replica, to: number, effects: Effects): void {
  const { state } = replica;
  const { log, promised, promiseFrom } = state;
  const first = Math.max(promiseFrom, log.base);
  const snapshot = promiseFrom < log.base ? state.snapshot : null;
  send(effects, to, { type: 'promise', ballot: promised, snapshot, first, entries: reports(replica, first) });
}

/** Our votes in the slots from `first` on. */
export function reports({ state: { log } }: Replica, first: number): (Entry | null)[] {
  const entries: (Entry | null)[] = [];
  for (let slot = first; slot < logEnd(log); slot++) entries.push(reportOf(log, slot));
  return entries;
}

/** Phase 2 (b) of a classic round: votes unless a higher ballot was promised; answers once the vote is on disk. */
export function onAccept(replica: Replica, from: number, { slot, entry }: Accept, effects: Effects): void {
  const { state } = replica;
  const ballot = ballotOfRound(entry.round);
  if (isOutdated(replica, from, ballot, effects)) return;
  hear(replica, ballot, effects);
  const written = slot < state.log.base ? entry.round : writtenAt(state.log, slot);
  if (written === entry.round) {
    // Sent again; or a slot whose chosen value is in our snapshot, so that nothing else can be proposed in it.
    send(effects, from, { type: 'accepted', ballot, slot });
  } else if (written !== -entry.round) {
    castVote(replica, slot, entry, effects);
  }
}

/** Votes, in whichever kind of round. The slot must be one that we still hold. */
export function castVote({ state }: Replica, slot: number, entry: Entry, effects: Effects): void {
  const { round, command } = entry;
  putVote(state.log, slot, entry, -round);
  state.placed.set(command.client, slot);
  if (slot >= state.next) state.next = slot + 1;
  effects.persist(slot, entry, tokenOf(slot, round));
}

/** A vote is on disk. False where another has taken its place meanwhile. */
export function noteVoteWritten({ state }: Replica, slot: number, round: number): boolean {
  const i = slot - state.log.base;
  if (i < 0 || state.log.written[i] !== -round || round === NO_ROUND) return false;
  state.log.written[i] = round;
  return true;
}
