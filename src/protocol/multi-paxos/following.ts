import type { Effects } from '../contract/machine.js';
import { noteHeard } from '../lease.js';
import { awaitLeader, BEAT } from '../timers.js';
import { forwardAsked, rememberAsked } from './asked.js';
import { ownerOf } from './ballot.js';
import { entryAt } from './log.js';
import type { Nack } from './messages.js';
import { send } from './sending.js';
import { NOBODY, type Replica } from './state.js';

/** Following: whom to listen to, when to lose patience, and how to stop leading. */

/** Is this ballot below the one promised? Then its owner is told so. */
export function isOutdated({ state }: Replica, from: number, ballot: number, effects: Effects): boolean {
  if (ballot >= state.promised) return false;
  send(effects, from, { type: 'nack', ballot, promised: state.promised });
  return true;
}

/** The leader of a ballot that is not outdated was heard. */
export function hear(replica: Replica, ballot: number, effects: Effects): void {
  const { state } = replica;
  const leader = ownerOf(ballot);
  if (ballot > state.promised) {
    // Elected without us: a quorum has promised, so we need no disk to follow. We promise nothing by it either.
    if (state.role !== 'follower') stepDown(replica, effects);
    state.promised = ballot;
    if (ballot > state.seen) state.seen = ballot;
  }
  noteHeard(state, leader, effects.now);
  state.quietSince = effects.now;
  if (state.leader !== leader) {
    state.leader = leader;
    forwardAsked(replica, effects);
  }
}

/** A ballot of ours was rejected: someone has promised a higher one. Leader or candidate, we step down. */
export function onNack(replica: Replica, { ballot, promised }: Nack, effects: Effects): void {
  const { state } = replica;
  if (promised > state.seen) state.seen = promised;
  if (state.role !== 'follower' && ballot === state.promised) stepDown(replica, effects);
}

/** Becomes a follower of nobody yet. Clients whom we were to answer ourselves are handed to the next leader. */
export function stepDown(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { office } = state;
  if (office !== null) {
    for (let slot = state.executed; slot < office.next; slot++) {
      if (office.origin[slot - office.first] === setup.self) {
        rememberAsked(replica, entryAt(state.log, slot)!.command, setup.self, effects.now);
      }
    }
    for (const read of office.reads) {
      if (read.origin === setup.self) rememberAsked(replica, read.command, setup.self, effects.now);
    }
  }
  state.role = 'follower';
  state.office = null;
  state.promises = 0;
  state.adopted = [];
  state.leader = NOBODY;
  effects.cancelTimer(BEAT);
  awaitLeader(replica, effects);
}
