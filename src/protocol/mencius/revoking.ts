import type { Command, Effects } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import { isNoOp } from '../replicated-map.js';
import { ballotAbove } from './ballot.js';
import { decide } from './learner.js';
import type { Agreed, Promised, Range, Revoked, Value } from './messages.js';
import { skipRange } from './skipping.js';
import { type Replica, type Revocation, send, toOthers } from './state.js';
import { accept, noteSeen, promise } from './votes.js';

/**
 * Revocation: a replica finishes a range of slots in their owner's stead, by both phases of Paxos. It
 * proposes what the owner, or a revoker before it, may have got chosen, and else no-ops, never anything of its own.
 */

/**
 * Begins to revoke the owner's slots that are not executed here, up to `upTo` at least. Others are asked once our own
 * promise is on disk: else we might, after a crash, use the ballot again for another range, and take answers about the
 * one for answers about the other.
 */
export function revoke(replica: Replica, owner: number, upTo: number, effects: Effects): void {
  const { state, setup } = replica;
  if (state.revocations[owner] !== null) return;
  const votes = state.votes[owner];
  const to = Math.max(upTo, state.executed + 1, votes.to, votes.seenTo);
  const ballot = ballotAbove(Math.max(votes.seen, votes.promised), setup.self);
  noteSeen(votes, ballot, to);
  votes.from = state.executed;
  promise(replica, owner, ballot, to, effects);
  const revocation: Revocation = {
    ballot,
    from: state.executed,
    to,
    promises: 0,
    suggested: [],
    ranges: [],
    range: null,
    agreed: 0,
  };
  state.revocations[owner] = revocation;
}

/** Sends what those who have not answered should answer; again with every heartbeat. */
export function ask({ setup }: Replica, owner: number, revocation: Revocation, effects: Effects): void {
  const { ballot, from, to, range, promises, agreed } = revocation;
  if (((promises >>> setup.self) & 1) === 0) return;
  const answered = range === null ? promises : agreed;
  const asked = masksOf(setup).electors & ~answered;
  for (let i = 0; i < setup.n; i++) {
    if (i === setup.self || ((asked >>> i) & 1) === 0) continue;
    if (range === null) send(effects, i, { type: 'prepare', owner, ballot, from, to });
    else send(effects, i, { type: 'revoke', owner, range });
  }
}

/** With promises from a phase-1 quorum, our own among them: phase 2. */
export function onPromised(replica: Replica, from: number, message: Promised, effects: Effects): void {
  const { state, setup } = replica;
  const revocation = state.revocations[message.owner];
  if (revocation === null || revocation.ballot !== message.ballot || revocation.range !== null) return;
  revocation.promises |= 1 << from;
  if (from === setup.self) ask(replica, message.owner, revocation, effects);
  revocation.suggested.push(...message.suggested);
  revocation.ranges.push(...message.ranges);
  const { promises } = revocation;
  if (!setup.quorum.phase1.contains(promises)) return;
  const range: Range = {
    ballot: revocation.ballot,
    from: revocation.from,
    to: revocation.to,
    values: adopted(revocation),
  };
  revocation.range = range;
  accept(replica, { type: 'revoke', owner: message.owner, range }, effects);
  ask(replica, message.owner, revocation, effects);
}

/** Of each slot what was accepted in the highest ballot, where that is no no-op. A suggestion is ballot 0. */
function adopted({ from, to, suggested, ranges }: Revocation): Value[] {
  const candidates = new Map<number, Command>();
  for (const { slot, command } of suggested) candidates.set(slot, command);
  const byBallot = [...ranges].sort((a, b) => a.ballot - b.ballot);
  for (const range of byBallot) {
    for (const slot of candidates.keys()) {
      if (slot >= range.from && slot < range.to) candidates.delete(slot);
    }
    for (const { slot, command } of range.values) candidates.set(slot, command);
  }
  return [...candidates]
    .filter(([slot, command]) => slot >= from && slot < to && !isNoOp(command))
    .sort(([a], [b]) => a - b)
    .map(([slot, command]) => ({ slot, command }));
}

/** With a phase-2 quorum the range is chosen, and all are told. */
export function onAgreed(replica: Replica, from: number, { owner, ballot }: Agreed, effects: Effects): void {
  const { state, setup } = replica;
  const revocation = state.revocations[owner];
  if (revocation === null || revocation.ballot !== ballot || revocation.range === null) return;
  revocation.agreed |= 1 << from;
  if (!setup.quorum.phase2.contains(revocation.agreed)) return;
  state.revocations[owner] = null;
  const message: Revoked = { type: 'revoked', owner, range: revocation.range };
  onRevoked(replica, message);
  toOthers(replica, message, effects);
}

export function onRevoked(replica: Replica, { owner, range }: Revoked): void {
  const { state } = replica;
  const votes = state.votes[owner];
  noteSeen(votes, range.ballot, range.to);
  if (range.to > votes.settled) votes.settled = range.to;
  for (const { slot, command } of range.values) decide(state, slot, command);
  skipRange(replica, owner, range.from, range.to);
}
