import type { Effects } from '../contract/machine.js';
import { setAsideIfEarly, takeDue } from '../log/early.js';
import { truncate } from '../log/flushed.js';
import { takePiece } from '../log/linked.js';
import { compact, install } from '../log/linked-snapshots.js';
import { endOf, entryAt } from '../log/stretch.js';
import { learn } from './adopting.js';
import type { Configuration } from './configuration.js';
import { executeCommitted } from './execution.js';
import type { Beacon, Prepare, Restore } from './messages.js';
import { type Replica, type State, send } from './state.js';

/** The secondary, and the candidate, who does the same and is not waited for: takes the primary's list as it comes. */

/** Is this from the primary of the reign that we know, or of a later one? Otherwise it is told who is primary. */
function follows(
  replica: Replica,
  from: number,
  configuration: Configuration,
  start: number,
  effects: Effects,
): boolean {
  const { state, setup } = replica;
  learn(replica, configuration, effects);
  if (configuration.version < state.configuration.version) {
    send(effects, from, { type: 'current', configuration: state.configuration });
  }
  const { since, primary } = state.configuration;
  if (configuration.since !== since || primary === setup.self) return false;
  if (state.fitted !== since) cutToFit(state, since, start);
  return true;
}

/**
 * Truncation ("Reconfiguration, reconciliation, and recovery"): the primary of this reign began with `start` entries, so
 * what we have in later slots from earlier reigns is not in its list. It was never committed: a committed entry is in
 * every secondary's list, the new primary's included.
 */
function cutToFit(state: State, since: number, start: number): void {
  state.fitted = since;
  const { log } = state;
  let end = Math.max(start, log.base);
  while (end < endOf(log) && entryAt(log, end).since === since) end++;
  if (end < endOf(log)) truncate(log, end);
}

export function onPrepare(replica: Replica, from: number, message: Prepare, effects: Effects): void {
  if (!follows(replica, from, message.configuration, message.start, effects)) return;
  const { state } = replica;
  const { early, log } = state;
  if (setAsideIfEarly(early, log, message)) return;
  for (let due: Prepare | undefined = message; due !== undefined; due = takeDue(early, log)) {
    if (takePiece(state, due, effects)) state.committed = Math.max(state.committed, due.committed);
  }
  executeCommitted(replica, effects);
  if (log.flushed >= state.matched) sendPrepared(replica, effects);
}

/** How much of the primary's list is on our disk. Nothing, until the disk knows that no earlier primary has a say here. */
function preparedUpTo({ log, matched, onDisk, configuration }: State): number {
  return onDisk < configuration.since ? 0 : Math.min(log.flushed, matched);
}

/** Acknowledges to the primary; nothing where that is nothing. */
export function sendPrepared({ state, setup }: Replica, effects: Effects): void {
  const upTo = preparedUpTo(state);
  const { since, primary } = state.configuration;
  if (upTo > 0 && primary !== setup.self) send(effects, primary, { type: 'prepared', since, upTo });
}

/** Grants a lease. */
export function onBeacon(replica: Replica, from: number, message: Beacon, effects: Effects): void {
  if (!follows(replica, from, message.configuration, message.start, effects)) return;
  const { state } = replica;
  state.heardAt = effects.now;
  state.committed = Math.max(state.committed, message.committed);
  state.cut = Math.max(state.cut, message.cut);
  executeCommitted(replica, effects);
  compact(state, replica.limits, effects);
  const { round, sentAt, end, committed } = message;
  const { matched, executed, configuration } = state;
  const { since } = configuration;
  const upTo = preparedUpTo(state);
  send(effects, from, { type: 'granted', since, round, sentAt, end, committed, matched, upTo, executed });
}

export function onRestore(replica: Replica, from: number, message: Restore, effects: Effects): void {
  if (!follows(replica, from, message.configuration, message.start, effects)) return;
  install(replica.state, message.snapshot, effects);
  executeCommitted(replica, effects);
}
