import type { Command, Effects } from '../contract/machine.js';
import { append, sinceBefore } from '../log/linked.js';
import { endOf, entryAt } from '../log/stretch.js';
import { nameOf } from '../operation.js';
import { headOf, predecessorOf, successorOf } from './configuration.js';
import { executeCommitted } from './execution.js';
import type { Ack, Linked, Update } from './messages.js';
import { LINK, type Replica, readyEnd, type State, send } from './state.js';

/**
 * Down the chain and up again (§3.1, §3.3). What a replica has sent to its successor and does not know to be committed is
 * what the paper calls its Sent list: here the entries from `committed` to `shipped`.
 */

/** At the head: the next slot is for this command. */
export function propose(replica: Replica, command: Command, effects: Effects): void {
  const { state } = replica;
  const slot = endOf(state.log);
  const { headSince } = state.configuration;
  append(state, { since: headSince, prev: sinceBefore(state.log, slot), command }, effects);
  state.matched = slot + 1;
  state.underWay.set(nameOf(command), slot);
}

/** The head's history is the chain's, all of it. What of it is not executed is under way. */
export function ownHistory(state: State): void {
  const { log, underWay } = state;
  state.matched = endOf(log);
  if (state.due === Number.POSITIVE_INFINITY) state.due = state.matched;
  underWay.clear();
  for (let slot = state.executed; slot < endOf(log); slot++)
    underWay.set(nameOf(entryAt(log, slot).command), slot);
}

/** Passes on what is on our own disk, and was not passed on yet. Who does not know yet how much it should have waits. */
export function passOn(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const successor = successorOf(state.configuration, setup.self);
  const end = readyEnd(state);
  if (successor === undefined || end <= state.shipped || state.due === Number.POSITIVE_INFINITY) return;
  const first = Math.max(state.shipped, state.log.base);
  state.shipped = end;
  send(effects, successor, historyFrom(state, first));
  watchLink(replica, effects);
}

/** Our history from a slot on, as far as it was shipped. */
export function historyFrom({ log, configuration, shipped }: State, first: number): Update {
  const entries = log.entries.slice(first - log.base, shipped - log.base);
  return { type: 'update', configuration, first, prev: sinceBefore(log, first), entries };
}

/** What another lacks, from `first` on: the entries, or the state first where those are cut off. */
export function sendRest(state: State, to: number, first: number, effects: Effects): void {
  const { log, configuration, snapshot } = state;
  if (first >= log.base) {
    send(effects, to, historyFrom(state, first));
    return;
  }
  send(effects, to, { type: 'restore', configuration, snapshot: snapshot! });
  if (state.shipped > snapshot!.executed) send(effects, to, historyFrom(state, snapshot!.executed));
}

/**
 * A new configuration: the successor, the same or another, gets our Sent list, and is asked whether it has all before it
 * (§3.4). It takes nothing of an earlier configuration, so nothing is missing and nothing comes late.
 */
export function beginLink(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const successor = successorOf(state.configuration, setup.self);
  state.confirmed = successor === undefined;
  state.silentSince = Number.POSITIVE_INFINITY;
  state.shipped = Math.max(state.log.base, Math.min(state.committed, readyEnd(state)));
  if (successor === undefined) return;
  ask(replica, successor, effects);
  watchLink(replica, effects);
}

function ask(replica: Replica, successor: number, effects: Effects): void {
  const { state } = replica;
  // Who does not know how much it should have cannot tell another.
  if (state.due === Number.POSITIVE_INFINITY) return;
  passOn(replica, effects);
  const { configuration, shipped } = state;
  send(effects, successor, { type: 'link', configuration, end: shipped });
}

function watchLink({ state, setup }: Replica, effects: Effects): void {
  if (state.linking) return;
  state.linking = true;
  effects.setTimer(LINK, setup.lease / 2);
}

/** Something is on its way for long, or the successor has not answered: it is asked what it has. */
export function onLinkTimer(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  state.linking = false;
  const successor = successorOf(state.configuration, setup.self);
  if (successor === undefined || (state.confirmed && state.committed >= state.shipped)) return;
  if (state.due < Number.POSITIVE_INFINITY) state.silentSince = Math.min(state.silentSince, effects.now);
  ask(replica, successor, effects);
  watchLink(replica, effects);
}

/** Has the successor not answered for as long as a lease? */
export function isSevered({ state, setup }: Replica, now: number): boolean {
  return now >= state.silentSince + setup.lease;
}

export function onLinked(replica: Replica, from: number, message: Linked, effects: Effects): void {
  const { state, setup } = replica;
  const { version, end, matched, knows, asks } = message;
  const { configuration } = state;
  if (version !== configuration.version || successorOf(configuration, setup.self) !== from) return;
  state.silentSince = Number.POSITIVE_INFINITY;
  const lacks = matched < Math.min(end, state.shipped);
  state.confirmed = knows && !lacks;
  if (lacks) sendRest(state, from, matched, effects);
  if (lacks || asks) ask(replica, from, effects);
  if (!state.confirmed) watchLink(replica, effects);
}

/** "The reply has been sent": what the tail has committed leaves the Sent lists, one after the other (§3.3). */
export function onAck(replica: Replica, { upTo }: Ack, effects: Effects): void {
  const { state } = replica;
  if (upTo <= state.committed) return;
  state.committed = upTo;
  executeCommitted(replica, effects);
  acknowledge(replica, effects);
}

/** To the predecessor, up to the head. */
export function acknowledge({ state, setup }: Replica, effects: Effects): void {
  const { configuration, committed } = state;
  if (headOf(configuration) === setup.self) return;
  const predecessor = predecessorOf(configuration, setup.self);
  if (predecessor !== undefined) send(effects, predecessor, { type: 'ack', upTo: committed });
}
