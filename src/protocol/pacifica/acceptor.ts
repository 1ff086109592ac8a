import type { Effects } from '../contract/machine.js';
import type { Configuration } from './configuration.js';
import type { Ask, ManagerMessage, ManagerRecord, Propose } from './messages.js';
import { beginWrite, RECORD, type Replica, send } from './state.js';

/**
 * The configuration manager's acceptors: every replica that has a vote is one, in the configuration or not. For each
 * version of the configuration they run one instance of Paxos (Lamport, "Paxos Made Simple", 2001, §2.2), of which only
 * the next one is ever open: who has heard that a version is decided takes part in the one after it alone, and says so to
 * whoever still asks about an earlier one. So of requests for one version the first to be accepted by a majority wins.
 */

/** Writes down what our acceptor knows; `answer` goes to `to` (which may be ourselves) once that is on disk. */
export function keepRecord(
  { state }: Replica,
  to: number,
  answer: ManagerMessage | null,
  effects: Effects,
): void {
  const { configuration, promised, acceptedIn, accepted } = state;
  const record: ManagerRecord = { configuration, promised, acceptedIn, accepted };
  const token = beginWrite(state, { of: 'record', version: configuration.version, to, answer });
  effects.persist(RECORD, record, token);
}

/** Is this about the version after the one we know? Who lags behind is told. (Where we do, the caller has learned already.) */
function isNext({ state }: Replica, from: number, after: Configuration, effects: Effects): boolean {
  const { configuration } = state;
  if (after.version === configuration.version) return true;
  send(effects, from, { type: 'current', configuration });
  return false;
}

/** Phase 1 (b). */
export function onAsk(replica: Replica, from: number, { after, ballot }: Ask, effects: Effects): void {
  if (!isNext(replica, from, after, effects) || isOutbid(replica, from, ballot, effects)) return;
  const { state } = replica;
  state.promised = ballot;
  const { acceptedIn, accepted } = state;
  const { version } = after;
  keepRecord(replica, from, { type: 'promise', after: version, ballot, acceptedIn, accepted }, effects);
}

/** Phase 2 (b). */
export function onPropose(
  replica: Replica,
  from: number,
  { after, ballot, next }: Propose,
  effects: Effects,
): void {
  if (!isNext(replica, from, after, effects) || isOutbid(replica, from, ballot, effects)) return;
  const { state } = replica;
  state.promised = ballot;
  state.acceptedIn = ballot;
  state.accepted = next;
  keepRecord(replica, from, { type: 'accepted', after: after.version, ballot }, effects);
}

function isOutbid({ state, setup }: Replica, from: number, ballot: number, effects: Effects): boolean {
  const { promised, configuration } = state;
  if (ballot >= promised) return false;
  if (from !== setup.self) {
    send(effects, from, { type: 'refused', after: configuration.version, ballot, promised });
  } else if (state.request !== null) {
    state.request.outbid = Math.max(state.request.outbid, promised);
  }
  return true;
}
