import type { Effects } from '../contract/machine.js';
import { raiseCut } from '../log/keeping.js';
import { has, isAmong, masksOf } from '../member-masks.js';
import { noteSteady } from '../precedence.js';
import { fits, hearCommitted, matchOf, verify } from './appending.js';
import { askAgain } from './asked.js';
import { renewLease } from './lease.js';
import { keepersOf, letGo } from './members.js';
import type { Following, Heartbeat } from './messages.js';
import { answerReads } from './reads.js';
import { advance } from './replication.js';
import { send } from './sending.js';
import { compact } from './snapshots.js';
import type { Office, Replica } from './state.js';
import { hear } from './terms.js';
import { askToLead } from './transfer.js';

/** What the leader tells about the log as a whole, and what the others answer. */

/** A follower learns at once what is committed; it answers nothing. */
export function onCommit(replica: Replica, from: number, commit: number, effects: Effects): void {
  hear(replica, from, effects);
  hearCommitted(replica, commit, effects);
}

/** At a follower. No disk is involved: the answer promises nothing that a crash may make it forget (see lease.ts). */
export function onHeartbeat(replica: Replica, from: number, message: Heartbeat, effects: Effects): void {
  const { state } = replica;
  const { term, round, sentAt } = message;
  hear(replica, from, effects);
  if (!isAmong(masksOf(replica.setup).keepers, replica.setup)) {
    // An arbiter has no log: all it says is that it follows.
    send(effects, from, { type: 'following', term, round, sentAt, match: 0, executed: 0 });
    return;
  }
  if (fits(replica, from, message.from, message.previous, effects)) verify(replica, message.from);
  hearCommitted(replica, message.commit, effects);
  askAgain(replica, effects);
  askToLead(replica, effects);
  if (message.cut > state.cut) state.cut = message.cut;
  compact(replica, effects);
  const { executed } = state;
  send(effects, from, { type: 'following', term, round, sentAt, match: matchOf(replica), executed });
}

/** At the leader. */
export function onFollowing(
  replica: Replica,
  office: Office,
  from: number,
  message: Following,
  effects: Effects,
): void {
  advance(replica, office, from, message.match, effects);
  if (message.round <= office.answered[from]) return;
  office.answered[from] = message.round;
  office.answeredSentAt[from] = message.sentAt;
  office.executed[from] = message.executed;
  noteSteady(replica.setup, office, from, effects.now);
  renewLease(replica, office);
  answerReads(replica, effects);
  letGo(replica, office, from);
  const keepers = keepersOf(replica, office);
  raiseCut(replica, office.executed, (other) => has(keepers, other));
  compact(replica, effects);
}
