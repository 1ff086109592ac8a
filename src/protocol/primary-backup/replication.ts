import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { raiseCut } from '../log/keeping.js';
import { endOf, entryAt } from '../log/stretch.js';
import { snapshotFor } from '../log/witness.js';
import { answerReads } from './answering.js';
import { cutFor } from './cutting.js';
import { executeNext } from './execution.js';
import { append, epochBefore, lastEpoch } from './log.js';
import type { Append, Flushed, Heartbeat, Status } from './messages.js';
import { compact } from './snapshots.js';
import { BEAT, type Office, type Replica, send, toOthers } from './state.js';

/** The primary: puts commands into its log, ships it, counts who has it on disk. */

/** The next slot is for this command. */
export function propose(replica: Replica, office: Office, command: Command, effects: Effects): void {
  const { log } = replica.state;
  append(log, { epoch: office.epoch, prev: lastEpoch(log), command }, effects);
  replica.state.matched = endOf(log);
  if (replica.setup.disk === 'parallel') ship(replica, office, endOf(log), effects);
}

/** Our own disk has more of the log: only now, if serial, do the backups get it, and hear at once if that was enough. */
export function onOwnFlush(replica: Replica, office: Office, effects: Effects): void {
  commit(replica, office, effects);
  if (replica.setup.disk === 'serial') ship(replica, office, replica.state.log.flushed, effects);
}

/** Sends what was not sent so far, below `end`. */
function ship(replica: Replica, office: Office, end: number, effects: Effects): void {
  if (office.shipped >= end) return;
  const first = office.shipped;
  office.shipped = end;
  toOthers(replica, appendOf(replica, office, first), effects);
}

/** What was shipped from slot `first` on. */
function appendOf({ state }: Replica, { epoch, shipped }: Office, first: number): Append {
  const { log, committed } = state;
  const entries = log.entries.slice(first - log.base, shipped - log.base);
  return { type: 'append', epoch, first, prev: epochBefore(log, first), entries, committed };
}

export function onFlushed(replica: Replica, from: number, message: Flushed, effects: Effects): void {
  const { office } = replica.state;
  if (office === null || message.epoch !== office.epoch) return;
  noteFlushed(replica, office, from, message.upTo, effects);
}

function noteFlushed(replica: Replica, office: Office, from: number, upTo: number, effects: Effects): void {
  if (upTo <= office.flushed[from]) return;
  office.flushed[from] = upTo;
  commit(replica, office, effects);
}

/**
 * Commits, executes and answers what our own disk and a quorum with it have. An entry of an earlier epoch is committed
 * with the first of ours behind it and never by being counted itself: had we died in between, a backup with an entry of
 * an epoch after that one, but before ours, might have been preferred to those that hold it (Ongaro, Ousterhout, "In
 * Search of an Understandable Consensus Algorithm", USENIX ATC 2014, §5.4.2).
 */
function commit(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  for (let end = Math.max(state.committed, office.start) + 1; end <= state.log.flushed; end++) {
    let set = 1 << setup.self;
    for (let b = 0; b < setup.n; b++) if (office.flushed[b] >= end) set |= 1 << b;
    if (!setup.quorum.phase2.contains(set)) break;
    state.committed = end;
  }
  while (state.executed < state.committed) {
    const slot = state.executed;
    executeNext(replica, effects);
    const origin = office.origins.get(slot);
    if (origin === undefined) continue;
    office.origins.delete(slot);
    const { client, seq, value } = entryAt(state.log, slot).command;
    answer(replica, origin, client, seq, value, effects);
  }
  answerReads(replica, office, effects);
}

/** Tells the backups that we are there, and what is committed; they tell what they have. */
export function beat(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  effects.setTimer(BEAT, setup.heartbeat);
  const { epoch } = office;
  const round = ++office.round;
  const { committed, cut } = state;
  const message: Heartbeat = { type: 'heartbeat', epoch, round, end: office.shipped, committed, cut };
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self) continue;
    const own = cutFor(replica, office, to);
    send(effects, to, own === cut ? message : { ...message, cut: own });
  }
}

/**
 * A backup that has not got what was sent before the heartbeat it answers has lost it, or was away, or follows us for
 * the first time: it gets all it lacks in one message. Answers to heartbeats sent before that message are too old to ask
 * for it again.
 */
export function onStatus(replica: Replica, from: number, message: Status, effects: Effects): void {
  const { state, setup, options } = replica;
  const { office } = state;
  if (office === null || message.epoch !== office.epoch) return;
  noteFlushed(replica, office, from, message.upTo, effects);
  raiseCut({ state, setup, limits: options.limits }, office.flushed);
  compact(replica, effects);
  if (message.matched >= message.end || message.round < office.repairFrom[from]) return;
  office.repairFrom[from] = office.round + 1;
  let first = Math.min(firstUnlike(replica, message), office.shipped);
  if (first < state.log.base) {
    const snapshot = snapshotFor(setup, state.snapshot!, from);
    send(effects, from, { type: 'snapshot', epoch: office.epoch, snapshot });
    first = snapshot.executed;
  }
  send(effects, from, appendOf(replica, office, first));
}

/**
 * From where to ship to a backup. What it has beyond `matched` may or may not be ours: nothing from our first entry of
 * an epoch after its last is in its log. If that is still too far, it will say so, having dropped what did not fit.
 */
function firstUnlike({ state }: Replica, { matched, length, last }: Status): number {
  if (length <= matched) return matched;
  const { log } = state;
  let first = Math.min(length, endOf(log));
  while (first > matched && first >= log.base && epochBefore(log, first) > last) first--;
  return first;
}
