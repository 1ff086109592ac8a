import type { Effects } from '../contract/machine.js';
import { tokenOf } from '../log/token.js';
import { revokerOf } from './ballot.js';
import { entryAt, logEnd } from './log.js';
import type { Agreed, Nack, Prepare, Promised, Revoke, Value, Votes } from './messages.js';
import { votesKey } from './records.js';
import { skipBelow } from './skipping.js';
import { nextOf, strideOf } from './slots.js';
import { type OwnerVotes, type Replica, send } from './state.js';

/**
 * The acceptor of revocations. About the slots of each owner it keeps one promise, which covers all of them below
 * `to`, and the ranges that it has accepted; both are on disk before they are told.
 */

/** Phase 1 (b). */
export function onPrepare(replica: Replica, from: number, message: Prepare, effects: Effects): void {
  const { state } = replica;
  const { owner, ballot, to } = message;
  const votes = state.votes[owner];
  noteSeen(votes, ballot, to);
  if (message.from < state.log.base) {
    // It must not fill slots of which we can no longer tell.
    const { snapshot, executed } = state;
    send(effects, from, { type: 'snapshot', snapshot: snapshot!, executed });
    return;
  }
  if (isOutdated(votes, from, owner, ballot, to, effects)) return;
  votes.from = message.from;
  if (ballot > votes.promised) {
    promise(replica, owner, ballot, to, effects);
  } else if (votes.promiseIn <= votes.durable) {
    answer(replica, promiseOf(replica, owner), effects); // Sent again.
  }
}

/** Promises, and writes that down. An owner that promises away its own slots goes on above them. */
export function promise(replica: Replica, owner: number, ballot: number, to: number, effects: Effects): void {
  const { state, setup } = replica;
  const votes = state.votes[owner];
  votes.promised = ballot;
  votes.to = to;
  votes.promiseIn = keep(replica, owner, effects);
  const running = state.revocations[owner];
  if (running !== null && running.ballot < ballot) state.revocations[owner] = null;
  if (owner === setup.self) skipBelow(replica, to, effects);
}

/** Phase 2 (b). */
export function onRevoke(replica: Replica, from: number, message: Revoke, effects: Effects): void {
  const { state } = replica;
  const { owner, range } = message;
  const votes = state.votes[owner];
  noteSeen(votes, range.ballot, range.to);
  if (isOutdated(votes, from, owner, range.ballot, range.to, effects)) return;
  const last = votes.ranges.at(-1);
  if (last !== undefined && last.ballot === range.ballot) {
    if (votes.agreedIn <= votes.durable) answer(replica, agreementOf(replica, owner), effects); // Sent again.
    return;
  }
  accept(replica, message, effects);
}

/** Accepts a range, above all that was accepted before, and writes that down. */
export function accept(replica: Replica, { owner, range }: Revoke, effects: Effects): void {
  const { state, setup } = replica;
  const votes = state.votes[owner];
  const running = state.revocations[owner];
  if (running !== null && running.ballot < range.ballot) state.revocations[owner] = null;
  votes.promised = range.ballot;
  votes.to = range.to;
  // Later ranges reach as far at least; what they cover, and what a snapshot on disk does, may go.
  votes.ranges = votes.ranges.filter(({ from, to }) => to > state.cut && from < range.from);
  votes.ranges.push(range);
  for (const { slot } of range.values) if (slot >= state.top) state.top = slot + 1;
  votes.agreedIn = keep(replica, owner, effects);
  if (owner === setup.self) skipBelow(replica, range.to, effects);
}

/** Hands the votes to the disk; the version that tells when they are there. */
function keep({ state }: Replica, owner: number, effects: Effects): number {
  const votes = state.votes[owner];
  const record: Votes = { promised: votes.promised, to: votes.to, ranges: votes.ranges.slice() };
  votes.version++;
  effects.persist(votesKey(owner), record, tokenOf(votesKey(owner), votes.version));
  return votes.version;
}

/**
 * A version of the votes is on disk, and with it all that was in those before and still matters. Tells those who wait
 * for it; what is for this replica itself is returned.
 */
export function onVotesWritten(
  replica: Replica,
  owner: number,
  version: number,
  effects: Effects,
): Promised | Agreed | undefined {
  const votes = replica.state.votes[owner];
  const before = votes.durable;
  if (version <= before) return undefined;
  votes.durable = version;
  const isDone = (one: number): boolean => one > before && one <= version;
  if (votes.ranges.at(-1)?.ballot === votes.promised) {
    return isDone(votes.agreedIn) ? answer(replica, agreementOf(replica, owner), effects) : undefined;
  }
  return isDone(votes.promiseIn) ? answer(replica, promiseOf(replica, owner), effects) : undefined;
}

/** Sends it to the revoker; returns it where that is this replica. */
function answer(
  { state, setup }: Replica,
  message: Promised | Agreed,
  effects: Effects,
): Promised | Agreed | undefined {
  const to = revokerOf(message.ballot);
  const { from } = state.votes[message.owner];
  if (to === setup.self) return message;
  if (message.type === 'promise' && from < state.log.base) {
    send(effects, to, { type: 'snapshot', snapshot: state.snapshot!, executed: state.executed });
  } else {
    send(effects, to, message);
  }
  return undefined;
}

function promiseOf(replica: Replica, owner: number): Promised {
  const { promised, from, to, ranges } = replica.state.votes[owner];
  const suggested = suggestedIn(replica, owner, from, to);
  return { type: 'promise', owner, ballot: promised, suggested, ranges: ranges.slice() };
}

function agreementOf({ state }: Replica, owner: number): Agreed {
  return { type: 'agreed', owner, ballot: state.votes[owner].promised };
}

/** What the owner suggested there and this replica has accepted. */
function suggestedIn({ state, setup }: Replica, owner: number, from: number, to: number): Value[] {
  const values: Value[] = [];
  const end = Math.min(to, logEnd(state.log));
  for (let slot = nextOf(owner, from, setup); slot < end; slot += strideOf(setup)) {
    const entry = entryAt(state.log, slot);
    if (entry !== null) values.push({ slot, command: entry.command });
  }
  return values;
}

export function noteSeen(votes: OwnerVotes, ballot: number, to: number): void {
  if (ballot > votes.seen) votes.seen = ballot;
  if (to > votes.seenTo) votes.seenTo = to;
}

/** A lower ballot, or one that would leave slots out that an earlier promise covers, is answered so. */
function isOutdated(
  { promised, to }: OwnerVotes,
  from: number,
  owner: number,
  ballot: number,
  upTo: number,
  effects: Effects,
): boolean {
  if (ballot >= promised && upTo >= to) return false;
  send(effects, from, { type: 'nack', owner, ballot, promised, to });
  return true;
}

/** Our revocation was outbid; another may come later, when patience ends again. */
export function onNack({ state }: Replica, { owner, ballot, promised, to }: Nack): void {
  noteSeen(state.votes[owner], promised, to);
  if (state.revocations[owner]?.ballot === ballot) state.revocations[owner] = null;
}
