import type { Effects } from '../contract/machine.js';
import { raiseCut } from '../log/keeping.js';
import { isAmong, masksOf } from '../member-masks.js';
import { noteSteady } from '../precedence.js';
import { askAgain } from './asked.js';
import { askForMissing } from './catch-up.js';
import { hear, isOutdated } from './following.js';
import { hearChosen } from './learner.js';
import { renewLease } from './lease.js';
import type { Commit, Following, Heartbeat } from './messages.js';
import { answerReads } from './reads.js';
import { send } from './sending.js';
import { compact } from './snapshots.js';
import type { Replica } from './state.js';
import { handBack } from './transfer.js';

/** What the leader tells about the log as a whole, and what the others answer. */

/** A follower learns at once what is chosen; it answers nothing. */
export function onCommit(replica: Replica, { ballot, chosen }: Commit, effects: Effects): void {
  if (ballot < replica.state.promised) return; // Its accepts and heartbeats are answered; that will do.
  hear(replica, ballot, effects);
  hearChosen(replica, ballot, chosen, effects);
}

/** At a follower. No disk is involved: the answer promises nothing that a crash may make it forget (see lease.ts). */
export function onHeartbeat(replica: Replica, from: number, message: Heartbeat, effects: Effects): void {
  const { state } = replica;
  const { ballot, round, sentAt } = message;
  if (isOutdated(replica, from, ballot, effects)) return;
  hear(replica, ballot, effects);
  if (!isAmong(masksOf(replica.setup).keepers, replica.setup)) {
    // An arbiter has no log: all it says is that it follows.
    send(effects, from, { type: 'following', ballot, round, sentAt, executed: 0 });
    return;
  }
  hearChosen(replica, ballot, message.chosen, effects);
  askForMissing(replica, message.chosen, effects);
  askAgain(replica, effects);
  if (message.cut > state.cut) state.cut = message.cut;
  compact(replica, effects);
  send(effects, from, { type: 'following', ballot, round, sentAt, executed: state.executed });
}

/** At the leader. */
export function onFollowing(replica: Replica, from: number, message: Following, effects: Effects): void {
  const { office } = replica.state;
  if (office === null || message.ballot !== office.ballot || message.round <= office.answered[from]) return;
  if (message.round > office.answered[from] + 1) office.backoff[from] = 1; // Back again, or only unlucky.
  office.answered[from] = message.round;
  office.answeredSentAt[from] = message.sentAt;
  office.executed[from] = message.executed;
  noteSteady(replica.setup, office, from, effects.now);
  renewLease(replica, office);
  answerReads(replica, effects);
  const { keepers } = masksOf(replica.setup);
  raiseCut(replica, office.executed, (other) => ((keepers >>> other) & 1) === 1);
  compact(replica, effects);
  handBack(replica, office, effects);
}
