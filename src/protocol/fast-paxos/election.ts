import type { Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { nobodySteady } from '../precedence.js';
import { NO_OP } from '../replicated-map.js';
import { awaitLeader, BEAT, ELECTION } from '../timers.js';
import { reports } from './acceptor.js';
import { ballotAbove, DECIDED, PROMISE, tokenOf } from './ballot.js';
import { openFast } from './fast-round.js';
import { beat } from './heartbeats.js';
import { noteChosen } from './learner.js';
import { logEnd } from './log.js';
import type { Any, Entry, Prepare, Promised } from './messages.js';
import { canGoFast } from './modes.js';
import { freshBallotings, pick, tellVote } from './picking.js';
import { proposeAt } from './recovery.js';
import { send, toAcceptors } from './sending.js';
import { endOf, isChosen, isSpent } from './slots.js';
import { install } from './snapshots.js';
import { NOBODY, type Office, type Replica } from './state.js';
import { executeAndTell } from './tallying.js';

/**
 * Elections: phase 1, run once for all slots from the first that the candidate does not know to be chosen. Also how a
 * coordinator begins a new ballot of its own, to go from fast rounds to classic ones or back, or to get a slot done of
 * which too few votes are to be had.
 */

/** No coordinator was heard for an election timeout. One that must not lead waits on. */
export function onSilence(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (isAmong(masksOf(setup).candidates, setup)) {
    campaign(replica, effects);
    return;
  }
  state.leader = NOBODY;
  awaitLeader(replica, effects);
}

/** Phase 1 (a): asks for promises in a ballot above all that are known of. */
export function campaign(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.role === 'candidate' && state.seen <= state.promised) {
    // Nobody has outbid us, only answers are missing: the same ballot will do.
    awaitLeader(replica, effects);
    sendPrepare(replica, effects);
    return;
  }
  const ballot = ballotAbove(Math.max(state.seen, state.promised), setup.self);
  // Of whom nothing has been heard yet it is not known that they are down.
  if (state.role === 'follower') state.heardAt.fill(effects.now);
  state.role = 'candidate';
  state.office = null;
  state.promised = ballot;
  state.seen = ballot;
  state.leader = NOBODY;
  state.promises = 0;
  state.adopted = [];
  state.adoptedFrom = state.executed;
  awaitLeader(replica, effects);
  effects.persist(PROMISE, ballot, tokenOf(PROMISE, ballot));
  sendPrepare(replica, effects);
  effects.setTimer(BEAT, setup.heartbeat);
}

/** To all who have not promised yet; again with every beat. */
export function sendPrepare({ state, setup }: Replica, effects: Effects): void {
  const message: Prepare = { type: 'prepare', ballot: state.promised, from: state.adoptedFrom };
  const asked = masksOf(setup).electors & ~state.promises;
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && (asked >>> to) & 1) send(effects, to, message);
  }
}

/** Our own promise is on disk. Without it we never take office: after a crash we must know that the ballot is used. */
export function onOwnPromiseWritten(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.role !== 'candidate') return;
  hearPromise(replica, setup.self, state.adoptedFrom, reports(replica, state.adoptedFrom));
  takeOfficeIfElected(replica, effects);
}

export function onPromise(replica: Replica, from: number, message: Promised, effects: Effects): void {
  const { state } = replica;
  if (state.role !== 'candidate' || message.ballot !== state.promised) return;
  if (message.snapshot !== null) install(replica, message.snapshot, effects);
  hearPromise(replica, from, message.first, message.entries);
  takeOfficeIfElected(replica, effects);
}

/** Notes, of each slot, what this acceptor has voted for, or that it has cast no vote. */
function hearPromise(
  { state }: Replica,
  from: number,
  first: number,
  entries: readonly (Entry | null)[],
): void {
  if ((state.promises >>> from) & 1) return;
  state.promises |= 1 << from;
  const { adopted, adoptedFrom } = state;
  while (adoptedFrom + adopted.length < first + entries.length) {
    adopted.push(freshBallotings());
    adopted[adopted.length - 1].heard = state.promises;
  }
  adopted.forEach((ballotings, k) => {
    tellVote(ballotings, from, entries[adoptedFrom + k - first] ?? null);
  });
}

function takeOfficeIfElected(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (((state.promises >>> setup.self) & 1) === 0 || !setup.quorum.phase1.contains(state.promises)) return;
  takeOffice(replica, effects);
}

/** Elected: finishes in the classic round what may have been chosen before, then opens the fast round behind it. */
function takeOffice(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { adopted, adoptedFrom } = state;
  const office = freshOffice(replica, effects.now);
  state.role = 'leader';
  state.office = office;
  state.leader = setup.self;
  state.adopted = [];
  effects.cancelTimer(ELECTION);
  effects.setTimer(BEAT, setup.heartbeat);
  adopted.forEach(({ round, values }, k) => {
    if (round === DECIDED && adoptedFrom + k >= state.executed)
      noteChosen(replica, adoptedFrom + k, values[0].command);
  });
  beat(replica, office, effects);
  executeAndTell(replica, office, effects);
  const end = Math.max(adoptedFrom + adopted.length, logEnd(state.log));
  for (let slot = state.executed; slot < end; slot++) {
    if (isChosen(replica, slot)) continue;
    const ballotings = adopted[slot - adoptedFrom] ?? freshBallotings();
    const picked = pick(setup.quorum.fast, ballotings, (command) => isSpent(replica, office, command));
    proposeAt(replica, office, slot, picked ?? NO_OP, effects);
  }
  for (const command of [...state.pending.values()]) {
    if (!isSpent(replica, office, command))
      proposeAt(replica, office, Math.max(end, endOf(office)), command, effects);
  }
  if (office.fast) openRound(replica, office, Math.max(end, endOf(office), state.executed), effects);
}

/** Phase 2 (a) of the fast round, for all slots from `from` on. */
function openRound(replica: Replica, office: Office, from: number, effects: Effects): void {
  const { state } = replica;
  const taken = office.slots.flatMap(({ proposed }) => (proposed === null ? [] : [proposed]));
  const message: Any = { type: 'any', ballot: office.ballot, from, taken };
  state.anyOf = office.ballot;
  toAcceptors(replica, message, effects);
  openFast(replica, office.ballot, from);
}

function freshOffice(replica: Replica, now: number): Office {
  const { state, setup } = replica;
  const each = (value: number): number[] => new Array<number>(setup.n).fill(value);
  return {
    ballot: state.promised,
    fast: canGoFast(replica, now),
    since: now,
    first: state.executed,
    slots: [],
    spent: new Map(),
    astray: each(0),
    executed: each(0),
    rtt: each(-1),
    deviation: each(0),
    ...nobodySteady(setup.n),
  };
}
