import { setSize } from '../quorum/set-size.js';
import { onAsk, onPropose } from './configuration-acceptor.js';
import type {
  Accepted,
  Ask,
  Manager,
  ManagerMessage,
  Numbered,
  Promised,
  Propose,
  Refused,
  Request,
} from './configuration-messages.js';
import type { Effects } from './contract/machine.js';
import { masksOf } from './member-masks.js';

/**
 * The configuration manager, as those see it who ask something of it: a service that takes a proposal with the version that
 * it is to follow on, and accepts it if that is the current one still. Those that have a vote are its acceptors
 * (configuration-acceptor.ts), and who asks is the proposer of the Paxos instance for the next version ("Paxos Made
 * Simple", §2.2). Somebody else's proposal may turn out to have been accepted before: then that one is finished, and our
 * own wish is looked at again.
 */

/** The timer of a request. */
export const MANAGER = 4;

const REPLICAS = 32;
/** Rounds after which the time between them grows no more: to so many times a heartbeat, as a power of two. */
const MOST_PATIENT = 4;

/** Asks for what we wish, if anything; drops a request that we no longer wish for, as long as nothing is proposed. */
export function pursue<C extends Numbered>(manager: Manager<C>, effects: Effects): void {
  const { state } = manager;
  if (manager.wish(effects.now) !== null) {
    if (state.request === null) begin(manager, 0, 1, effects);
  } else if (state.request !== null && state.request.proposed === null) {
    state.request = null;
    effects.cancelTimer(MANAGER);
  }
}

/** Phase 1 (a), in a ballot above all that we know of. */
function begin<C extends Numbered>(
  manager: Manager<C>,
  outbid: number,
  attempts: number,
  effects: Effects,
): void {
  const { state, setup } = manager;
  const highest = Math.max(state.promised, outbid);
  const ballot = (Math.floor(highest / REPLICAS) + 1) * REPLICAS + setup.self;
  const request: Request<C> = {
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
  sendRequest(manager, request, effects);
}

/** To all who have not answered, ourselves included. */
function sendRequest<C extends Numbered>(manager: Manager<C>, request: Request<C>, effects: Effects): void {
  const { state, setup } = manager;
  effects.setTimer(MANAGER, setup.heartbeat * 2 ** Math.min(request.attempts, MOST_PATIENT));
  const { ballot, proposed } = request;
  const after = state.configuration;
  const answered = proposed === null ? request.promises : request.accepts;
  const body: Ask<C> | Propose<C> =
    proposed === null ? { type: 'ask', after, ballot } : { type: 'propose', after, ballot, next: proposed };
  const asked = masksOf(setup).electors & ~answered;
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && ((asked >>> to) & 1) === 1) effects.send(to, body);
  }
  if (((answered >>> setup.self) & 1) === 0) onManagerMessage(manager, setup.self, body, effects);
}

/** The time for answers is over: more patience, or, if outbid, another ballot. */
export function onManagerTimer<C extends Numbered>(manager: Manager<C>, effects: Effects): void {
  const { state } = manager;
  const { request } = state;
  if (request === null) return;
  if (request.proposed === null && manager.wish(effects.now) === null) {
    state.request = null;
  } else if (request.outbid > 0) {
    begin(manager, request.outbid, request.attempts + 1, effects);
  } else {
    request.attempts++;
    sendRequest(manager, request, effects);
  }
}

/** At a manager's replica, or at the one that asks; `from` may be ourselves. */
export function onManagerMessage<C extends Numbered>(
  manager: Manager<C>,
  from: number,
  message: ManagerMessage<C>,
  effects: Effects,
): void {
  switch (message.type) {
    case 'current':
      manager.learn(message.configuration, effects);
      break;
    case 'ask':
      manager.learn(message.after, effects);
      onAsk(manager, from, message, effects);
      break;
    case 'propose':
      manager.learn(message.after, effects);
      onPropose(manager, from, message, effects);
      break;
    case 'promise':
      onPromise(manager, from, message, effects);
      break;
    case 'accepted':
      onAccepted(manager, from, message, effects);
      break;
    case 'refused':
      onRefused(manager, message, effects);
      break;
  }
}

/** Our request, if this is an answer to it. */
function requestOf<C extends Numbered>(
  { state }: Manager<C>,
  { after, ballot }: Promised<C> | Accepted | Refused,
): Request<C> | null {
  const { request, configuration } = state;
  return request !== null && after === configuration.version && ballot === request.ballot ? request : null;
}

/**
 * Phase 2 (a). Our own promise has to be among them, so that after a crash we know that this ballot is used. What anyone
 * has accepted, in the highest ballot, is proposed again; only where nobody has, what we wish.
 */
function onPromise<C extends Numbered>(
  manager: Manager<C>,
  from: number,
  message: Promised<C>,
  effects: Effects,
): void {
  const { state, setup } = manager;
  const request = requestOf(manager, message);
  if (request === null || request.proposed !== null) return;
  request.promises |= 1 << from;
  if (message.accepted !== null && message.acceptedIn > request.adoptedIn) {
    request.adoptedIn = message.acceptedIn;
    request.adopted = message.accepted;
  }
  if (((request.promises >>> setup.self) & 1) === 0 || !isMajority(request.promises, masksOf(setup).electors))
    return;
  const proposed: C | null = request.adopted ?? manager.wish(effects.now);
  if (proposed === null) {
    state.request = null;
    effects.cancelTimer(MANAGER);
    return;
  }
  request.proposed = proposed;
  manager.proposes(proposed);
  sendRequest(manager, request, effects);
}

function onAccepted<C extends Numbered>(
  manager: Manager<C>,
  from: number,
  message: Accepted,
  effects: Effects,
): void {
  const { setup } = manager;
  const request = requestOf(manager, message);
  if (request === null || request.proposed === null) return;
  request.accepts |= 1 << from;
  if (!isMajority(request.accepts, masksOf(setup).electors)) return;
  const configuration = request.proposed;
  manager.learn(configuration, effects);
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self) effects.send(to, { type: 'current', configuration } as { type: string });
  }
}

/** Begins again above the other's ballot, after a while drawn at random: by different patience duels end. */
function onRefused<C extends Numbered>(manager: Manager<C>, message: Refused, effects: Effects): void {
  const request = requestOf(manager, message);
  if (request === null || request.outbid > 0) return;
  request.outbid = message.promised;
  const longest = manager.setup.heartbeat * 2 ** Math.min(request.attempts, MOST_PATIENT);
  effects.setTimer(MANAGER, longest * effects.random());
}

/** More than half of all that have a vote, voters and arbiters, in the configuration or not: what decides. */
function isMajority(set: number, electors: number): boolean {
  return 2 * setSize(set & electors) > setSize(electors);
}
