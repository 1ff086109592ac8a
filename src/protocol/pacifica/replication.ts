import { isHeard } from '../configuration-leases.js';
import type { Command, Effects } from '../contract/machine.js';
import { append, sinceBefore } from '../log/linked.js';
import { endOf } from '../log/stretch.js';
import { has } from '../member-masks.js';
import { nameOf } from '../operation.js';

import { executeCommitted } from './execution.js';
import { requiredIn } from './leases.js';
import type { Granted, Prepare, Prepared } from './messages.js';
import { type Office, type Replica, send, votersOf } from './state.js';

/** The primary's part of replication: prepare to all, commit when all have acknowledged ("Primary/backup data replication"). */

/** The next slot is for this command. */
export function propose(
  replica: Replica,
  office: Office,
  command: Command,
  origin: number,
  effects: Effects,
): void {
  const { state, setup } = replica;
  const slot = endOf(state.log);
  append(state, { since: office.since, prev: sinceBefore(state.log, slot), command }, effects);
  state.matched = slot + 1;
  office.origins.set(slot, origin);
  office.underWay.set(nameOf(command), slot);
  if (setup.disk === 'parallel') ship(replica, office, slot + 1, effects);
}

/** Our own disk has more of the list: only now, if serial, do the others get it. */
export function onOwnFlush(replica: Replica, office: Office, effects: Effects): void {
  commit(replica, office, effects);
  if (replica.setup.disk === 'serial') ship(replica, office, replica.state.log.flushed, effects);
}

/** Sends what was not sent so far, below `end`, to all required, and to candidates that we hear from. */
function ship(replica: Replica, office: Office, end: number, effects: Effects): void {
  if (office.shipped >= end) return;
  const { setup } = replica;
  const first = office.shipped;
  office.shipped = end;
  const message = listFrom(replica, office, first);
  const required = requiredIn(replica, office);
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self) continue;
    if (has(required, to) || isHeard(setup, office, to, effects.now)) send(effects, to, message);
  }
}

function listFrom({ state }: Replica, office: Office, first: number): Prepare {
  const { log, configuration, committed } = state;
  return {
    type: 'prepare',
    configuration,
    start: office.start,
    first,
    prev: sinceBefore(log, first),
    entries: log.entries.slice(first - log.base, office.shipped - log.base),
    committed,
  };
}

/** Reconciliation: what is not committed is prepared again, by all, before anything else is done in this reign. */
export function prepareAgain(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const message = listFrom(replica, office, state.executed);
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && has(state.configuration.members, to)) send(effects, to, message);
  }
}

export function onPrepared(
  replica: Replica,
  from: number,
  { since, upTo }: Prepared,
  effects: Effects,
): void {
  const { office } = replica.state;
  if (office === null || since !== office.since) return;
  noteAcked(replica, office, from, upTo, effects);
}

function noteAcked(replica: Replica, office: Office, from: number, upTo: number, effects: Effects): void {
  if (upTo <= office.acked[from]) return;
  office.acked[from] = upTo;
  commit(replica, office, effects);
}

/** Commits, executes and answers what our disk and those of all others required have. */
export function commit(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const required = requiredIn(replica, office);
  let end = state.log.flushed;
  for (let i = 0; i < setup.n; i++) {
    if (i !== setup.self && has(required, i) && office.acked[i] < end) end = office.acked[i];
  }
  if (end > state.committed) state.committed = end;
  executeCommitted(replica, effects);
}

/**
 * A beacon was answered: a lease, and word of what the other has. Whoever has not got what was sent before that beacon has
 * lost it, or was away: it gets all it lacks. Answers to beacons sent before that are too old to ask for it again. A
 * candidate that has all that was committed when the beacon was sent has caught up: from here on commits wait for it,
 * too, so that it can be added without missing any (`wishOf`). A learner is a candidate for ever.
 */
export function onGranted(replica: Replica, from: number, message: Granted, effects: Effects): void {
  const { state, setup } = replica;
  const { office } = state;
  if (office === null || message.since !== office.since) return;
  office.leaseFrom[from] = Math.max(office.leaseFrom[from], message.sentAt);
  office.executed[from] = Math.max(office.executed[from], message.executed);
  if (message.upTo >= message.committed && has(votersOf(setup) & ~state.configuration.members, from)) {
    if (isHeard(setup, office, from, effects.now)) office.joining |= 1 << from;
  }
  noteAcked(replica, office, from, message.upTo, effects);
  repair(replica, office, from, message, effects);
}

function repair(replica: Replica, office: Office, to: number, message: Granted, effects: Effects): void {
  const { state } = replica;
  if (message.matched >= message.end || message.round < office.repairFrom[to]) return;
  office.repairFrom[to] = office.round + 1;
  if (message.matched >= state.log.base) {
    send(effects, to, listFrom(replica, office, message.matched));
  } else {
    const { configuration, snapshot } = state;
    send(effects, to, { type: 'restore', configuration, start: office.start, snapshot: snapshot! });
  }
}
