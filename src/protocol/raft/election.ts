import type { Effects } from '../contract/machine.js';
import { leaseLeft } from '../lease.js';
import { isAmong, masksOf } from '../member-masks.js';
import { nobodySteady } from '../precedence.js';
import { isNoOp, NO_OP } from '../replicated-map.js';
import { awaitLeader, BEAT, ELECTION, SERVE } from '../timers.js';
import { hasHelpers, sendWhatLacks } from './ahead.js';
import { beat, leaseHolds } from './lease.js';
import { endOf, entryAt, lastTerm } from './log.js';
import { electorsOf, isQuorum, isRemoved } from './members.js';
import type { PreVote, RequestVote } from './messages.js';
import { propose } from './replication.js';
import { serveAsked } from './requests.js';
import { send, toAll } from './sending.js';
import { NOBODY, type Office, type Replica } from './state.js';
import { enterTerm, isBallotOnDisk, voteFor } from './terms.js';

/** Leader election: §5.2, with the election restriction of §5.4.1 and the dissertation's pre-vote (§9.6). */

/**
 * No leader was heard for an election timeout. One that must not lead, or not yet, waits on: its clients' requests are
 * kept, and it votes for whoever asks.
 */
export function onSilence(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (isRemoved(replica) || !isAmong(masksOf(setup).candidates, setup)) {
    state.leader = NOBODY;
    awaitLeader(replica, effects);
    return;
  }
  // Its own range may be shorter than that by which it has given its word.
  const bound = isBoundByLease(replica, setup.self, effects.now)
    ? state.heardAt + setup.election[0] - effects.now
    : 0;
  if (bound > 1e-9) effects.setTimer(ELECTION, bound);
  else preCampaign(replica, effects);
}

/**
 * Time for an election. Asks first who would vote for us: one that cannot be heard, or whose log is behind,
 * then never raises the term, and costs no leader its office when it is back.
 */
export function preCampaign(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  state.role = 'pre-candidate';
  state.leader = NOBODY;
  state.votes = 1 << setup.self;
  awaitLeader(replica, effects);
  const body = { type: 'pre-vote', ...standing(replica) } as const;
  toAll(replica, electorsOf(replica), body, effects);
  campaignIfWanted(replica, effects);
}

/** What voters go by. */
function standing(replica: Replica): Pick<PreVote, 'term' | 'end' | 'last' | 'commit'> {
  const { term, log, commit } = replica.state;
  const known = { term, end: endOf(log), last: lastTerm(log) };
  return hasHelpers(replica) ? { ...known, commit } : known;
}

/** We would vote for one that may be elected, if we had no leader; nothing changes by saying so. */
export function onPreVote(replica: Replica, from: number, message: PreVote, effects: Effects): void {
  if (!hasVoteItself(replica) || hasLeader(replica, from, effects.now)) return;
  if (isUpToDate(replica, message)) send(effects, from, { type: 'would-vote', term: message.term });
  else sendWhatLacks(replica, from, message, effects);
}

export function onWouldVote(replica: Replica, from: number, effects: Effects): void {
  const { state } = replica;
  if (state.role !== 'pre-candidate') return;
  state.votes |= 1 << from;
  campaignIfWanted(replica, effects);
}

function campaignIfWanted(replica: Replica, effects: Effects): void {
  if (isQuorum(replica, 'phase1', replica.state.votes)) campaign(replica, effects);
}

/**
 * Enters the next term and votes for itself. Others are asked once that is on disk: a term is tried once only.
 *
 * @param summoned the leader of this term has told us to, and leads no more (see transfer.ts)
 */
export function campaign(replica: Replica, effects: Effects, summoned = false): void {
  const { state, setup } = replica;
  enterTerm(replica, state.term + 1, setup.self, effects);
  state.role = 'candidate';
  state.summoned = summoned;
  state.leasesEnd = Number.NEGATIVE_INFINITY;
  awaitLeader(replica, effects);
}

/** The ballot of this term is on disk, with our vote for ourselves or for another. */
export function onVoteWritten(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.vote !== setup.self) {
    sendVote(replica, state.vote, effects);
    return;
  }
  if (state.role !== 'candidate') return;
  const body = { type: 'request-vote', ...standing(replica) } as const;
  toAll(replica, electorsOf(replica), state.summoned ? { ...body, summoned: true } : body, effects);
  onVote(replica, setup.self, leaseLeft(setup, state, setup.self, effects.now), effects);
}

/** Our vote, with how much may be left of another's lease. */
function sendVote({ state, setup }: Replica, to: number, effects: Effects): void {
  const { term } = state;
  const left = leaseLeft(setup, state, to, effects.now);
  send(effects, to, left > 0 ? { type: 'vote', term, left } : { type: 'vote', term });
}

/** One vote in a term, for the first that asks and whose log is not behind ours; on disk before it is told. */
export function onRequestVote(replica: Replica, from: number, message: RequestVote, effects: Effects): void {
  const { state } = replica;
  if (!hasVoteItself(replica)) return;
  const isLater = message.term > state.term;
  if (!isLater && state.vote !== NOBODY) {
    // Asked again: our vote may have been lost. If it is still being written it will be sent then.
    if (state.vote === from && isBallotOnDisk(replica)) sendVote(replica, from, effects);
    return;
  }
  if (message.summoned !== true && isBoundByLease(replica, from, effects.now)) return;
  const grants = isUpToDate(replica, message);
  if (isLater) enterTerm(replica, message.term, grants ? from : NOBODY, effects);
  else if (grants) voteFor(replica, from, effects);
  if (grants) state.quietSince = effects.now;
  else sendWhatLacks(replica, from, message, effects);
}

function hasVoteItself({ setup }: Replica): boolean {
  return isAmong(masksOf(setup).electors, setup);
}

/**
 * Whoever has a lease has our word that we help to elect nobody else, ourselves included, unless it has given it up
 * (§6.4.1). The word holds in whatever term we are by now: one is entered by any message that tells of it.
 */
export function isBoundByLease(replica: Replica, candidate: number, now: number): boolean {
  return replica.setup.reads === 'leader-lease' && hasLeader(replica, candidate, now);
}

/**
 * Election restriction: a log is behind ours if its last entry is of an earlier term, or of the same and it is shorter.
 * None is behind an arbiter's, which is empty: no phase-2 quorum counts on it either.
 */
function isUpToDate({ state }: Replica, { end, last }: PreVote | RequestVote): boolean {
  const own = lastTerm(state.log);
  return last > own || (last === own && end >= endOf(state.log));
}

/**
 * Has another leader than the asker been heard within the shortest election timeout (§4.2.3)? What we told one before a
 * crash we no longer know, so after a restart that time counts from there (see `restart`). A leader goes by its lease.
 */
function hasLeader(replica: Replica, asker: number, now: number): boolean {
  const { state, setup } = replica;
  if (state.office !== null) return leaseHolds(replica, now);
  return asker !== state.heardFrom && now < state.heardAt + setup.election[0];
}

/**
 * Counts a vote in this term; with those of a phase-1 quorum we lead.
 *
 * @param left how much may be left of another's lease (ms). Whoever summoned us has given up its own, and served only once
 * those before had run out.
 */
export function onVote(replica: Replica, from: number, left: number, effects: Effects): void {
  const { state, setup } = replica;
  if (state.role !== 'candidate') return;
  if (left > 0 && !state.summoned) state.leasesEnd = Math.max(state.leasesEnd, effects.now + left);
  state.votes |= 1 << from;
  // Our own is always waited for, though it need not count (§4.2.2): the term must be on our disk.
  if (((state.votes >>> setup.self) & 1) === 0 || !isQuorum(replica, 'phase1', state.votes)) return;
  takeOffice(replica, effects);
}

/** Elected. The first entry of the new term commits all before it, and tells everyone who leads. */
function takeOffice(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const office = freshOffice(replica, effects.now);
  state.role = 'leader';
  state.office = office;
  state.leader = setup.self;
  state.seeksUntil = Number.NEGATIVE_INFINITY;
  effects.cancelTimer(ELECTION);
  effects.setTimer(BEAT, setup.heartbeat);
  if (office.servesFrom > effects.now) effects.setTimer(SERVE, office.servesFrom - effects.now);
  beat(replica, office, effects);
  propose(replica, office, NO_OP, effects);
  serveAsked(replica, office, effects);
}

function freshOffice({ state, setup }: Replica, now: number): Office {
  const each = <T>(value: T): T[] => new Array<T>(setup.n).fill(value);
  const end = endOf(state.log);
  const match = each(0);
  match[setup.self] = state.stable;
  const latest = new Map<number, number>();
  for (let slot = state.executed; slot < end; slot++) {
    const { command } = entryAt(state.log, slot);
    if (!isNoOp(command)) latest.set(command.client, Math.max(command.seq, latest.get(command.client) ?? 0));
  }
  return {
    next: each(end),
    match,
    probe: each(NOBODY),
    barrier: end + 1,
    latest,
    round: 0,
    answered: each(0),
    answeredSentAt: each(Number.NEGATIVE_INFINITY),
    executed: each(0),
    since: now,
    leaseFrom: Number.NEGATIVE_INFINITY,
    reads: [],
    guests: 0,
    catching: null,
    heir: null,
    servesFrom: state.leasesEnd,
    ...nobodySteady(setup.n),
  };
}
