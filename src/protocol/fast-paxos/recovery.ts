import type { Command, Effects } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import { NO_OP } from '../replicated-map.js';
import { castVote } from './acceptor.js';
import { classicRound } from './ballot.js';
import { consider } from './fast-round.js';
import type { Accept, Entry } from './messages.js';
import { pick } from './picking.js';
import { send, toAcceptors } from './sending.js';
import { endOf, isChosen, isSpent, noteSpent, slotAt } from './slots.js';
import type { Office, Replica } from './state.js';

/**
 * Coordinated recovery ("Fast Paxos" §3.2). No command can get a fast quorum in a slot any more, or it takes too long.
 * The votes of the fast round, told to the coordinator, serve as the promises of the next round: whoever has voted in a
 * slot votes there no more in that round. So the coordinator picks a value from a classic quorum of them and goes on to
 * phase 2 (a) of its classic round at once.
 */
export function recover(replica: Replica, office: Office, slot: number, effects: Effects): void {
  const { votes } = slotAt(office, slot, effects.now);
  const picked = pick(replica.setup.quorum.fast, votes, (command) => isSpent(replica, office, command));
  proposeAt(replica, office, slot, picked ?? NO_OP, effects);
}

/** Phase 2 (a) of the classic round; our own vote goes to our own disk meanwhile. */
export function proposeAt(
  replica: Replica,
  office: Office,
  slot: number,
  command: Command,
  effects: Effects,
): void {
  const tally = slotAt(office, slot, effects.now);
  const entry: Entry = { round: classicRound(office.ballot), command };
  tally.proposed = command;
  tally.sentAt = effects.now;
  noteSpent(office, command);
  const message: Accept = { type: 'accept', slot, entry };
  toAcceptors(replica, message, effects);
  castVote(replica, slot, entry, effects);
}

/**
 * A slot is chosen. What else was voted for in it has lost, and the coordinator proposes it again, as its client did: to
 * all acceptors; or, if others have voted for it in a slot that is not chosen yet, to those alone that lost their vote.
 */
export function proposeLosers(replica: Replica, office: Office, slot: number, effects: Effects): void {
  for (const { command, voters } of slotAt(office, slot, effects.now).votes.values) {
    proposeLoser(replica, office, command, voters, effects);
  }
}

export function proposeLoser(
  replica: Replica,
  office: Office,
  command: Command,
  voters: number,
  effects: Effects,
): void {
  if (isSpent(replica, office, command)) return;
  const to = isUnderWay(replica, office, command) ? voters : ~0;
  proposeAgain(replica, command, to, effects);
}

/** To the acceptors in a set, ourselves included: as if the client had sent it. */
export function proposeAgain(replica: Replica, command: Command, to: number, effects: Effects): void {
  const { self, n } = replica.setup;
  const asked = to & masksOf(replica.setup).electors;
  for (let i = 0; i < n; i++) {
    if (i !== self && (asked >>> i) & 1) send(effects, i, { type: 'propose', command });
  }
  if ((to >>> self) & 1) consider(replica, command, effects);
}

function isUnderWay(replica: Replica, office: Office, command: Command): boolean {
  for (let slot = Math.max(office.first, replica.state.executed); slot < endOf(office); slot++) {
    if (isChosen(replica, slot)) continue;
    const { values } = slotAt(office, slot, 0).votes;
    if (values.some((other) => isSame(other.command, command))) return true;
  }
  return false;
}

/** One operation? */
export function isSame(a: Command, b: Command): boolean {
  return a.client === b.client && a.seq === b.seq;
}
