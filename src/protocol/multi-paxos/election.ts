import type { Effects } from '../contract/machine.js';
import { leaseLeft } from '../lease.js';
import { tokenOf } from '../log/token.js';
import { isAmong, masksOf } from '../member-masks.js';
import { nobodySteady } from '../precedence.js';
import { NO_OP } from '../replicated-map.js';
import { awaitLeader, BEAT, ELECTION, SERVE } from '../timers.js';
import { isBoundByLease } from './acceptor.js';
import { ballotAbove, NO_BALLOT, PROMISE } from './ballot.js';
import { learn } from './learner.js';
import { beat } from './lease.js';
import { entryAt, logEnd } from './log.js';
import type { Prepare, Promised } from './messages.js';
import { propose } from './replication.js';
import { serveAsked } from './requests.js';
import { send } from './sending.js';
import { install } from './snapshots.js';
import { NOBODY, type Office, type Replica } from './state.js';

/**
 * Elections: phase 1, run once for all slots from the first that the candidate does not know to be chosen
 * ("Paxos Made Simple" §3: one proposal number for all instances of the algorithm).
 */

/**
 * No leader was heard for an election timeout. One that must not lead, or not yet, waits on: its clients' requests are
 * kept, and it promises to whoever asks.
 */
export function onSilence(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (!isAmong(masksOf(setup).candidates, setup)) {
    state.leader = NOBODY;
    awaitLeader(replica, effects);
    return;
  }
  // Its own range may be shorter than that by which it has given its word.
  const bound = isBoundByLease(replica, setup.self, effects.now)
    ? state.heardAt + setup.election[0] - effects.now
    : 0;
  if (bound > 1e-9) effects.setTimer(ELECTION, bound);
  else campaign(replica, effects);
}

/**
 * Phase 1 (a): asks for promises in a ballot above all that are known of.
 *
 * @param summonedBy the ballot of the leader that has told us to, and leads no more (see transfer.ts)
 */
export function campaign(replica: Replica, effects: Effects, summonedBy = NO_BALLOT): void {
  const { state, setup } = replica;
  if (state.role === 'candidate' && state.seen <= state.promised) {
    // Nobody has outbid us, only answers are missing: the same ballot will do.
    awaitLeader(replica, effects);
    sendPrepare(replica, effects);
    return;
  }
  const ballot = ballotAbove(Math.max(state.seen, state.promised), setup.self);
  state.role = 'candidate';
  state.promised = ballot;
  state.seen = ballot;
  state.leader = NOBODY;
  state.promises = 0;
  state.adopted = [];
  state.adoptedFrom = state.executed;
  state.missingBelow = 0;
  state.leasesEnd = Number.NEGATIVE_INFINITY;
  state.summonedBy = summonedBy;
  awaitLeader(replica, effects);
  effects.persist(PROMISE, ballot, tokenOf(PROMISE, ballot));
  sendPrepare(replica, effects);
  effects.setTimer(BEAT, setup.heartbeat);
}

/** To all who have a vote and have not promised yet; again with every beat. */
export function sendPrepare({ state, setup }: Replica, effects: Effects): void {
  const { promised: ballot, adoptedFrom: from, summonedBy } = state;
  const message: Prepare = {
    type: 'prepare',
    ballot,
    from,
    ...(summonedBy !== NO_BALLOT && { summonedBy }),
  };
  const asked = masksOf(setup).electors & ~state.promises;
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && ((asked >>> to) & 1) === 1) send(effects, to, message);
  }
}

/** Our own promise is on disk. Without it we never take office: after a crash we must know that the ballot is used. */
export function onOwnPromiseWritten(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.role !== 'candidate') return;
  state.promises |= 1 << setup.self;
  if (state.summonedBy === NO_BALLOT)
    heedLease(replica, leaseLeft(setup, state, setup.self, effects.now), effects);
  takeOfficeIfElected(replica, effects);
}

/** Keeps, of each slot, the accepted entry of the highest ballot ("Paxos Made Simple" §2.2, P2c). */
export function onPromise(replica: Replica, from: number, message: Promised, effects: Effects): void {
  const { state } = replica;
  if (state.role !== 'candidate' || message.ballot !== state.promised) return;
  if (message.snapshot !== null) install(replica, message.snapshot, effects);
  learn(replica, message.first, message.entries, message.executed, effects);
  const { adopted, adoptedFrom } = state;
  for (let k = 0; k < message.entries.length; k++) {
    const entry = message.entries[k];
    const i = message.first + k - adoptedFrom;
    while (adopted.length <= i) adopted.push(null);
    if (entry !== null && entry.ballot > (adopted[i]?.ballot ?? 0)) adopted[i] = entry;
  }
  state.promises |= 1 << from;
  // A witness has cut off what enough of those who hold the data have; whoever of them promises will tell.
  if (message.snapshot === null && message.first > adoptedFrom) {
    state.missingBelow = Math.max(state.missingBelow, message.first);
  }
  heedLease(replica, message.left ?? 0, effects);
  takeOfficeIfElected(replica, effects);
}

/** For so long (ms) another leader may still have a lease. */
function heedLease({ state }: Replica, left: number, effects: Effects): void {
  if (left > 0) state.leasesEnd = Math.max(state.leasesEnd, effects.now + left);
}

function takeOfficeIfElected(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (((state.promises >>> setup.self) & 1) === 0 || !setup.quorum.phase1.contains(state.promises)) return;
  if (state.executed < state.missingBelow) return;
  takeOffice(replica, effects);
}

/** Elected: finishes what predecessors may have chosen, in this ballot, then serves. */
function takeOffice(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { adopted, adoptedFrom } = state;
  const office = freshOffice(replica);
  state.role = 'leader';
  state.office = office;
  state.leader = setup.self;
  state.adopted = [];
  effects.cancelTimer(ELECTION);
  effects.setTimer(BEAT, setup.heartbeat);
  if (office.servesFrom > effects.now) effects.setTimer(SERVE, office.servesFrom - effects.now);
  beat(replica, office, effects);
  const end = Math.max(adoptedFrom + adopted.length, logEnd(state.log));
  while (office.next < end) {
    const told = adopted[office.next - adoptedFrom] ?? null;
    const own = entryAt(state.log, office.next);
    const highest = told !== null && told.ballot > (own?.ballot ?? 0) ? told : own;
    propose(replica, office, highest === null ? NO_OP : highest.command, NOBODY, effects);
  }
  if (setup.reads === 'leader-lease' || setup.reads === 'read-index') {
    propose(replica, office, NO_OP, NOBODY, effects);
  }
  office.barrier = office.next;
  serveAsked(replica, office, effects);
}

function freshOffice({ state, setup }: Replica): Office {
  const each = (value: number): number[] => new Array<number>(setup.n).fill(value);
  return {
    ballot: state.promised,
    next: state.executed,
    first: state.executed,
    votes: [],
    sentAt: [],
    origin: [],
    barrier: state.executed,
    latest: new Map(),
    round: 0,
    answered: each(0),
    answeredSentAt: each(Number.NEGATIVE_INFINITY),
    executed: each(0),
    leaseFrom: Number.NEGATIVE_INFINITY,
    reads: [],
    rtt: each(-1),
    deviation: each(0),
    resentAt: each(Number.NEGATIVE_INFINITY),
    backoff: each(1),
    servesFrom: state.leasesEnd,
    heir: null,
    ...nobodySteady(setup.n),
  };
}
