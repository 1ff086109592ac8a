import type { Effects } from '../contract/machine.js';
import { raiseCut } from '../log/keeping.js';
import { isAmong, masksOf } from '../member-masks.js';
import { noteSteady } from '../precedence.js';
import { smooth } from '../round-trip.js';
import { askForMissing } from './catch-up.js';
import { isOpen, openFast } from './fast-round.js';
import { hear, isOutdated } from './following.js';
import { executeChosen, learn } from './learner.js';
import type { Commit, Following, Heartbeat } from './messages.js';
import { send, toOthers } from './sending.js';
import { endOf, slotAt } from './slots.js';
import { compact } from './snapshots.js';
import type { Office, Replica } from './state.js';
import { executeAndTell } from './tallying.js';

/** What the coordinator tells about the log as a whole, and what the others answer. */

export function beat(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  const message: Heartbeat = {
    type: 'heartbeat',
    ballot: office.ballot,
    sentAt: effects.now,
    executed: state.executed,
    cut: state.cut,
    // Our own next slot is the best guess of where the others stand.
    open: state.open === office.ballot ? state.next : -1,
  };
  toOthers(replica, message, effects);
}

/** What is chosen is chosen, whoever says so. */
export function onCommit(replica: Replica, { ballot, first, commands }: Commit, effects: Effects): void {
  if (ballot >= replica.state.promised) hear(replica, ballot, effects);
  learn(replica, first, commands);
  const { office } = replica.state;
  if (office === null) executeChosen(replica, effects);
  else executeAndTell(replica, office, effects);
}

/** At a follower. No disk is involved: the answer promises nothing. */
export function onHeartbeat(replica: Replica, from: number, message: Heartbeat, effects: Effects): void {
  const { state } = replica;
  const { ballot, sentAt, executed, open } = message;
  if (isOutdated(replica, from, ballot, effects)) return;
  hear(replica, ballot, effects);
  if (open >= 0 && isAmong(masksOf(replica.setup).electors, replica.setup)) openFast(replica, ballot, open);
  askForMissing(replica, executed, effects);
  if (message.cut > state.cut) state.cut = message.cut;
  compact(replica, effects);
  const voted = isOpen(state) ? state.next : 0;
  send(effects, from, { type: 'following', ballot, sentAt, executed: state.executed, voted });
}

/** At the coordinator. */
export function onFollowing(replica: Replica, from: number, message: Following, effects: Effects): void {
  const { state, setup } = replica;
  const { office } = state;
  if (office === null || message.ballot !== office.ballot) return;
  smooth(office, from, effects.now - message.sentAt);
  office.executed[from] = Math.max(office.executed[from], message.executed);
  // Slots of which no vote has come are in use all the same; if none comes they take too long, and are seen to.
  if (message.voted > endOf(office)) slotAt(office, message.voted - 1, effects.now);
  raiseCut(replica, office.executed);
  compact(replica, effects);
  if (setup.returnsAfter !== undefined) noteSteady(setup, office, from, effects.now);
}
