import type { Effects } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import { onAsk, onPropose } from './acceptor.js';
import { learn } from './adopting.js';
import { type Configuration, has, isMajority } from './configuration.js';
import type { Accepted, Ask, ManagerMessage, Promised, Propose, Refused } from './messages.js';
import { MANAGER, type Replica, type Request, send } from './state.js';
import { wishOf } from './wishes.js';

/**
 * The configuration manager, as those see it who ask something of it. In the paper it is a service of its own, replicated
 * with Paxos, which takes a proposal with the version that it is to follow on, and accepts it if that is the current one
 * still. Here the replicas of the deployment are its replicas (acceptor.ts), and who asks is the proposer of the Paxos
 * instance for the next version ("Paxos Made Simple", §2.2). Somebody else's proposal may turn out to have been accepted
 * before: then that one is finished, and our own wish is looked at again.
 */

const REPLICAS = 32;
/** Rounds after which the time between them grows no more: to so many times a heartbeat, as a power of two. */
const MOST_PATIENT = 4;

/** Asks for what we wish, if anything; drops a request that we no longer wish for, as long as nothing is proposed. */
export function pursue(replica: Replica, effects: Effects): void {
  const { state } = replica;
  if (wishOf(replica, effects.now) !== null) {
    if (state.request === null) begin(replica, 0, 1, effects);
  } else if (state.request !== null && state.request.proposed === null) {
    state.request = null;
    effects.cancelTimer(MANAGER);
  }
}

/** Phase 1 (a), in a ballot above all that we know of. */
function begin(replica: Replica, outbid: number, attempts: number, effects: Effects): void {
  const { state, setup } = replica;
  const highest = Math.max(state.promised, outbid);
  const ballot = (Math.floor(highest / REPLICAS) + 1) * REPLICAS + setup.self;
  const request: Request = {
    ballot,
    promises: 0,
    adoptedIn: 0,
    adopted: null,
    proposed: null,
    accepts: 0,
    outbid: 0,
    attempts,
  };
  state.request = request;
  sendRequest(replica, request, effects);
}

/** To all who have not answered, ourselves included. */
function sendRequest(replica: Replica, request: Request, effects: Effects): void {
  const { state, setup } = replica;
  effects.setTimer(MANAGER, setup.heartbeat * 2 ** Math.min(request.attempts, MOST_PATIENT));
  const { ballot, proposed } = request;
  const after = state.configuration;
  const answered = proposed === null ? request.promises : request.accepts;
  const body: Ask | Propose =
    proposed === null ? { type: 'ask', after, ballot } : { type: 'propose', after, ballot, next: proposed };
  const asked = masksOf(setup).electors & ~answered;
  for (let to = 0; to < setup.n; to++) if (to !== setup.self && has(asked, to)) send(effects, to, body);
  if (!has(answered, setup.self)) onManagerMessage(replica, setup.self, body, effects);
}

/** The time for answers is over: more patience, or, if outbid, another ballot. */
export function onManagerTimer(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const { request } = state;
  if (request === null) return;
  if (request.proposed === null && wishOf(replica, effects.now) === null) {
    state.request = null;
  } else if (request.outbid > 0) {
    begin(replica, request.outbid, request.attempts + 1, effects);
  } else {
    request.attempts++;
    sendRequest(replica, request, effects);
  }
}

/** At a manager's replica, or at the one that asks; `from` may be ourselves. */
export function onManagerMessage(
  replica: Replica,
  from: number,
  message: ManagerMessage,
  effects: Effects,
): void {
  switch (message.type) {
    case 'current':
      learn(replica, message.configuration, effects);
      break;
    case 'ask':
      learn(replica, message.after, effects);
      onAsk(replica, from, message, effects);
      break;
    case 'propose':
      learn(replica, message.after, effects);
      onPropose(replica, from, message, effects);
      break;
    case 'promise':
      onPromise(replica, from, message, effects);
      break;
    case 'accepted':
      onAccepted(replica, from, message, effects);
      break;
    case 'refused':
      onRefused(replica, message, effects);
      break;
  }
}

/** Our request, if this is an answer to it. */
function requestOf({ state }: Replica, { after, ballot }: Promised | Accepted | Refused): Request | null {
  const { request, configuration } = state;
  return request !== null && after === configuration.version && ballot === request.ballot ? request : null;
}

/**
 * Phase 2 (a). Our own promise has to be among them, so that after a crash we know that this ballot is used. What anyone
 * has accepted, in the highest ballot, is proposed again; only where nobody has, what we wish.
 */
function onPromise(replica: Replica, from: number, message: Promised, effects: Effects): void {
  const { state, setup } = replica;
  const request = requestOf(replica, message);
  if (request === null || request.proposed !== null) return;
  request.promises |= 1 << from;
  if (message.accepted !== null && message.acceptedIn > request.adoptedIn) {
    request.adoptedIn = message.acceptedIn;
    request.adopted = message.accepted;
  }
  if (!has(request.promises, setup.self) || !isMajority(request.promises, masksOf(setup).electors)) return;
  const proposed: Configuration | null = request.adopted ?? wishOf(replica, effects.now);
  if (proposed === null) {
    state.request = null;
    effects.cancelTimer(MANAGER);
    return;
  }
  request.proposed = proposed;
  if (state.office !== null) state.office.proposed |= proposed.members;
  sendRequest(replica, request, effects);
}

function onAccepted(replica: Replica, from: number, message: Accepted, effects: Effects): void {
  const { setup } = replica;
  const request = requestOf(replica, message);
  if (request === null || request.proposed === null) return;
  request.accepts |= 1 << from;
  if (!isMajority(request.accepts, masksOf(setup).electors)) return;
  const configuration = request.proposed;
  learn(replica, configuration, effects);
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self) send(effects, to, { type: 'current', configuration });
  }
}

/** Begins again above the other's ballot, after a while drawn at random: by different patience duels end. */
function onRefused(replica: Replica, message: Refused, effects: Effects): void {
  const request = requestOf(replica, message);
  if (request === null || request.outbid > 0) return;
  request.outbid = message.promised;
  const longest = replica.setup.heartbeat * 2 ** Math.min(request.attempts, MOST_PATIENT);
  effects.setTimer(MANAGER, longest * effects.random());
}
