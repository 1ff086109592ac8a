import type { Effects } from '../contract/machine.js';
import { type Configuration, isIn, joinedWith, predecessorOf, tailOf } from './configuration.js';
import { executeCommitted } from './execution.js';
import { endOf, entryAt, sinceBefore, truncate } from './log.js';
import type { Beacon, Link, Restore, Update } from './messages.js';
import { acknowledge, append, beginLink, isSevered, passOn } from './propagation.js';
import { compact, install } from './snapshots.js';
import { type Replica, readyEnd, type State, send } from './state.js';
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
  if (message.first > endOf(log)) {
    // Which is longer: what was sent at first, or what was sent again?
    const other = early.get(message.first);
    if (other === undefined || other.entries.length < message.entries.length)
      early.set(message.first, message);
    return;
  }
  take(state, message, effects);
  for (let next = dueNow(state); next !== undefined; next = dueNow(state)) {
    early.delete(next.first);
    take(state, next, effects);
  }
  onMore(replica, effects);
}

/** An update that came early, and for which it is time now. */
function dueNow({ early, log }: State): Update | undefined {
  for (const message of early.values()) if (message.first <= endOf(log)) return message;
  return undefined;
}

/** Puts the sender's entries into our history; what differs is dropped, from there on. */
function take(state: State, { first: sent, prev, entries }: Update, effects: Effects): void {
  const { log } = state;
  const end = sent + entries.length;
  // What is executed is committed, so it is the same there.
  const first = Math.max(sent, state.executed);
  if (first > end) return;
  if (first === sent && sinceBefore(log, first) !== prev) {
    truncate(log, first - 1);
    return;
  }
  for (let slot = first; slot < end; slot++) {
    const entry = entries[slot - sent];
    if (slot < endOf(log)) {
      if (entryAt(log, slot).since === entry.since) continue;
      truncate(log, slot);
    }
    append(state, entry, effects);
  }
  state.matched = Math.max(state.matched, end);
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
  compact(replica, effects);
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
  install(replica, message.snapshot, effects);
  onMore(replica, effects);
}
