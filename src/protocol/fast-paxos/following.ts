import type { Effects } from '../contract/machine.js';
import { awaitLeader, BEAT } from '../timers.js';
import { ownerOf } from './ballot.js';
import type { Nack } from './messages.js';
import { send } from './sending.js';
import { NOBODY, type Replica } from './state.js';

/** Following: whom to listen to, when to lose patience, and how to stop coordinating. */

/** Is this ballot below the one promised? Then its owner is told so. */
export function isOutdated({ state }: Replica, from: number, ballot: number, effects: Effects): boolean {
  if (ballot >= state.promised) return false;
  send(effects, from, { type: 'nack', ballot, promised: state.promised });
  return true;
}

/** The coordinator of a ballot that is not outdated was heard. */
export function hear(replica: Replica, ballot: number, effects: Effects): void {
  const { state } = replica;
  if (ballot > state.promised) {
    // Elected without us: a quorum has promised, so we need no disk to follow. We promise nothing by it either.
    if (state.role !== 'follower') stepDown(replica, effects);
    state.promised = ballot;
    if (ballot > state.seen) state.seen = ballot;
  }
  state.quietSince = effects.now;
  state.leader = ownerOf(ballot);
}

/** A ballot of ours was rejected: someone has promised a higher one. Coordinator or candidate, we step down. */
export function onNack(replica: Replica, { ballot, promised }: Nack, effects: Effects): void {
  const { state } = replica;
  if (promised > state.seen) state.seen = promised;
  if (state.role !== 'follower' && ballot === state.promised) stepDown(replica, effects);
}

/** Becomes a follower of nobody yet. What clients asked for is still `pending`; they asked everybody. */
export function stepDown(replica: Replica, effects: Effects): void {
  const { state } = replica;
  state.role = 'follower';
  state.office = null;
  state.promises = 0;
  state.adopted = [];
  state.leader = NOBODY;
  effects.cancelTimer(BEAT);
  awaitLeader(replica, effects);
}
