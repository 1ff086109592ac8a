import type { Effects } from '../contract/machine.js';
import { setAsideIfEarly, takeDue } from '../log/early.js';
import { takePiece } from '../log/linked.js';
import { compact, install } from '../log/linked-snapshots.js';
import { type Configuration, isIn, joinedWith, predecessorOf, tailOf } from './configuration.js';
import { executeCommitted } from './execution.js';
import type { Beacon, Link, Restore, Update } from './messages.js';
import { acknowledge, beginLink, isSevered, passOn } from './propagation.js';
import { type Replica, readyEnd, send } from './state.js';
import { commit } from './tail.js';

/** What a replica takes from its predecessor, and a candidate from the tail. */

/** Is this of the configuration that we know, having learned it? Who knows an earlier one is told. */
function isCurrent(replica: Replica, from: number, configuration: Configuration, effects: Effects): boolean {
  const { state } = replica;
  replica.learn(configuration, effects);
  if (configuration.version < state.configuration.version)
    send(effects, from, { type: 'current', configuration: state.configuration });
  return configuration.version === state.configuration.version;
}

/** Does this come from whom we get the history from: our predecessor or, out of the chain, the tail? */
function isSource({ state, setup }: Replica, from: number): boolean {
  const { configuration } = state;
  const { self } = setup;
  return from === (isIn(configuration, self) ? predecessorOf(configuration, self) : tailOf(configuration));
}

export function onUpdate(replica: Replica, from: number, message: Update, effects: Effects): void {
  if (!isCurrent(replica, from, message.configuration, effects) || !isSource(replica, from)) return;
  const { state } = replica;
  const { early, log } = state;
  if (setAsideIfEarly(early, log, message)) return;
  for (let due: Update | undefined = message; due !== undefined; due = takeDue(early, log))
    takePiece(state, due, effects);
  onMore(replica, effects);
}

/** More of the history is here, or on our disk: it is passed on, committed where we are the tail, executed where others have. */
export function onMore(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  passOn(replica, effects);
  executeCommitted(replica, effects);
  if (state.office !== null) commit(replica, state.office, effects);
  const { configuration } = state;
  const upTo = readyEnd(state);
  if (upTo > 0 && !isIn(configuration, setup.self))
    send(effects, tailOf(configuration), { type: 'held', version: configuration.version, upTo });
}

/** The predecessor says how much there is. */
export function onLink(replica: Replica, from: number, message: Link, effects: Effects): void {
  if (!isCurrent(replica, from, message.configuration, effects) || !isSource(replica, from)) return;
  const { state } = replica;
  const { end } = message;
  const { version } = message.configuration;
  hearExtent(replica, end, effects);
  const { matched, due } = state;
  const knows = due < Number.POSITIVE_INFINITY;
  send(effects, from, { type: 'linked', version, end, matched, knows, asks: false });
}

/** Has this life a part in the chain, and does our disk know? Then no life before it has done anything in it. */
function hasJoined({ state, setup }: Replica): boolean {
  const { configuration, bornWith, onDisk } = state;
  const joined = joinedWith(configuration, setup.self);
  return joined !== undefined && joined > bornWith && joined <= onDisk;
}

/** How much we are to have: from now on we can tell others, too. */
function hearExtent(replica: Replica, end: number, effects: Effects): void {
  const { state } = replica;
  if (state.due < Number.POSITIVE_INFINITY || !hasJoined(replica) || state.matched < end) return;
  state.due = end;
  beginLink(replica, effects);
}

/** Grants a lease. */
export function onBeacon(replica: Replica, from: number, message: Beacon, effects: Effects): void {
  if (!isCurrent(replica, from, message.configuration, effects)) return;
  const { state, setup } = replica;
  const { configuration } = state;
  const { self } = setup;
  if (tailOf(configuration) !== from) return;
  const { now } = effects;
  const { round, sentAt, end, committed, cut } = message;
  state.heardAt = now;
  state.cut = Math.max(state.cut, cut);
  if (committed > state.committed) {
    state.committed = committed;
    executeCommitted(replica, effects);
    if (isIn(configuration, self)) acknowledge(replica, effects);
  }
  compact(state, replica.limits, effects);
  const { matched, executed } = state;
  const { tailSince, version } = configuration;
  const upTo = readyEnd(state);
  const severed = isSevered(replica, now);
  const told = { round, sentAt, end, committed };
  send(effects, from, { type: 'granted', tailSince, ...told, matched, upTo, executed, version, severed });
  if (matched < committed || state.due === Number.POSITIVE_INFINITY) inquire(replica, effects);
}

/** Having joined, or being back from a restart, we ask our predecessor how much there is. */
export function inquire(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { configuration, matched, committed: end, due } = state;
  const predecessor = predecessorOf(configuration, setup.self);
  if (predecessor === undefined || !hasJoined(replica)) return;
  const knows = due < Number.POSITIVE_INFINITY;
  const { version } = configuration;
  send(effects, predecessor, { type: 'linked', version, end, matched, knows, asks: true });
}

export function onRestore(replica: Replica, from: number, message: Restore, effects: Effects): void {
  if (!isCurrent(replica, from, message.configuration, effects) || !isSource(replica, from)) return;
  install(replica.state, message.snapshot, effects);
  onMore(replica, effects);
}
