import type { Command, Effects } from '../contract/machine.js';
import { isExecuted } from '../replicated-map.js';
import { castVote } from './acceptor.js';
import { ballotOfRound, fastRound, isFast, NO_BALLOT, ownerOf } from './ballot.js';
import { hear, isOutdated } from './following.js';
import { chosenAt, logEnd, voteAt, writtenAt } from './log.js';
import type { Any, Entry, Vote } from './messages.js';
import { send } from './sending.js';
import type { Replica, State } from './state.js';

/**
 * The acceptor's part in a fast round ("Fast Paxos" §3.1): told to vote for anything, it votes for each command in its
 * own next free slot, one command a slot, in ascending order, and never for two in one slot of one round.
 */

/** Phase 2 (a) with the value *any*: votes at once for what has come in since we promised. */
export function onAny(replica: Replica, from: number, message: Any, effects: Effects): void {
  const { state } = replica;
  const { ballot, taken } = message;
  if (isOutdated(replica, from, ballot, effects)) return;
  hear(replica, ballot, effects);
  if (state.anyOf === ballot) return;
  state.anyOf = ballot;
  openFast(replica, ballot, message.from);
  for (const command of [...state.pending.values()]) {
    const isTaken = taken.some(({ client, seq }) => client === command.client && seq === command.seq);
    if (!isTaken) consider(replica, command, effects);
  }
}

/**
 * We may vote in the fast round of this ballot, from this slot on; but above all slots in which we already have, for
 * votes are cast in ascending order. What we voted for before a crash, our disk tells.
 */
export function openFast({ state }: Replica, ballot: number, from: number): void {
  if (state.open === ballot) return;
  state.open = ballot;
  state.next = Math.max(from, state.executed);
  for (let slot = logEnd(state.log) - 1; slot >= state.next; slot--) {
    const vote = voteAt(state.log, slot);
    if (vote !== null && vote.round >= fastRound(ballot)) state.next = slot + 1;
  }
}

export function isOpen({ open, promised }: State): boolean {
  return open === promised && open !== NO_BALLOT;
}

/** Votes for a command in the next free slot, if it may. If it has voted for it already, it says so again. */
export function consider(replica: Replica, command: Command, effects: Effects): void {
  const { state } = replica;
  if (!isOpen(state) || isExecuted(state, command)) return;
  const slot = slotOf(state, command);
  if (slot >= 0) {
    const vote = voteAt(state.log, slot)!;
    const ballot = ballotOfRound(vote.round);
    const again = writtenAt(state.log, slot) === vote.round && isFast(vote.round);
    if (again && ballot === state.open) tellVote(replica, slot, vote, effects);
    if (ballot === state.open) return;
  }
  state.next = Math.max(state.next, state.executed);
  while (chosenAt(state.log, state.next) !== null) state.next++;
  castVote(replica, state.next, { round: fastRound(state.open), command }, effects);
}

/** The slot, not known to be chosen for another, in which our vote is for this command; −1: none. */
function slotOf({ log, placed }: State, { client, seq }: Command): number {
  const slot = placed.get(client);
  if (slot === undefined) return -1;
  const vote = voteAt(log, slot);
  if (vote === null || vote.command.client !== client || vote.command.seq !== seq) return -1;
  const chosen = chosenAt(log, slot);
  return chosen === null || (chosen.client === client && chosen.seq === seq) ? slot : -1;
}

/**
 * A fast vote is on disk: the coordinator is told, if it is not ourselves, and the client, where clients learn for
 * themselves.
 */
export function tellVote({ setup }: Replica, slot: number, vote: Entry, effects: Effects): void {
  const { round, command } = vote;
  const ballot = ballotOfRound(round);
  // A read's result is known to those who execute it.
  if (setup.learner === 'client' && command.kind === 'write') {
    const body: Vote = { type: 'vote', seq: command.seq, ballot, slot };
    effects.notify?.(command.client, body);
  }
  const coordinator = ownerOf(ballot);
  if (coordinator !== setup.self) send(effects, coordinator, { type: 'voted', ballot, slot, command });
}
