import type { Effects } from '../contract/machine.js';
import { isNoOp } from '../replicated-map.js';
import { coveredRows, mergedPlace } from './interference.js';
import { owed, writeDown } from './journal.js';
import {
  ACCEPTED,
  type Accept,
  COMMITTED,
  PRE_ACCEPTED,
  type PreAccept,
  type Prepare,
  type TryPreAccept,
  UNSEEN,
} from './messages.js';
import { note } from './noting.js';
import { instanceFor, isDropped } from './rows.js';
import { drawPatience, type Instance, type Replica, send } from './state.js';

/**
 * The acceptor. Promises are kept apart from votes: `promised` is the ballot below which it takes no part, `votedIn`
 * the one in which it voted for `value`. (One number for both loses agreement: Sutra, "On the correctness of
 * Egalitarian Paxos", IPL 2020.)
 */

/** Phase 1 (SOSP 2013, Figure 2, lines 5–11): the leader's attributes, updated with what is known here. */
export function onPreAccept(replica: Replica, from: number, message: PreAccept, effects: Effects): void {
  const { slot, initial } = message;
  const instance = reached(replica, from, slot, 0, effects);
  if (instance === null) return;
  if (instance.status !== UNSEEN) {
    if (instance.status === PRE_ACCEPTED) tellAgain(replica, from, slot, instance, 'pre-accepted', effects);
    return;
  }
  const { state } = replica;
  instance.initial = initial;
  instance.value = mergedPlace(state, slot, initial);
  instance.status = PRE_ACCEPTED;
  instance.votedIn = 0;
  note(replica, slot, instance);
  instance.covered = coveredRows(state, slot, instance.value);
  writeDown(replica, slot, instance, 'pre-accepted', from, effects);
}

/** Paxos-Accept (lines 17–20), in ballot 0 by the command leader, above by who recovers. */
export function onAccept(replica: Replica, from: number, message: Accept, effects: Effects): void {
  const { slot, ballot, value } = message;
  const instance = reached(replica, from, slot, ballot, effects);
  if (instance === null) return;
  const { state } = replica;
  if (instance.status === ACCEPTED && instance.votedIn === ballot) {
    tellAgain(replica, from, slot, instance, 'accepted', effects);
    return;
  }
  if (ballot > 0) state.leading.delete(slot);
  instance.promised = ballot;
  instance.votedIn = ballot;
  instance.status = ACCEPTED;
  instance.value = value;
  if (!isNoOp(value.command)) note(replica, slot, instance);
  writeDown(replica, slot, instance, 'accepted', from, effects);
}

/** Explicit Prepare (Figure 3, lines 25–31): promises, and tells what it has voted for. */
export function onPrepare(replica: Replica, from: number, message: Prepare, effects: Effects): void {
  const { slot, ballot } = message;
  const instance = reached(replica, from, slot, ballot, effects);
  if (instance === null) return;
  if (instance.promised === ballot) {
    tellAgain(replica, from, slot, instance, 'promise', effects);
    return;
  }
  instance.promised = ballot;
  // Leading it is over: its recovery has begun, and this promise says that it is not committed.
  replica.state.leading.delete(slot);
  writeDown(replica, slot, instance, 'promise', from, effects);
}

/**
 * TryPreAccept: takes note of the command with its initial attributes, so that whatever interferes and comes later
 * depends on it, and tells what speaks against it. It is no vote: the next recovery must not take it for one.
 */
export function onTry(replica: Replica, from: number, message: TryPreAccept, effects: Effects): void {
  const { slot, ballot, initial } = message;
  const instance = reached(replica, from, slot, ballot, effects);
  if (instance === null) return;
  if (instance.promised === ballot && instance.duty === 'tried') {
    tellAgain(replica, from, slot, instance, 'tried', effects);
    return;
  }
  if (instance.promised === ballot && instance.duty === 'accepted') return; // Sent before, and late.
  instance.promised = ballot;
  replica.state.leading.delete(slot);
  instance.initial = initial;
  note(replica, slot, instance);
  writeDown(replica, slot, instance, 'tried', from, effects);
}

/** The instance, if this replica may take part in that ballot of it; else the sender is told why not. */
function reached(
  replica: Replica,
  from: number,
  slot: number,
  ballot: number,
  effects: Effects,
): Instance | null {
  const { state, setup } = replica;
  if (isDropped(state, slot)) return null; // A message from long ago: everybody has executed this.
  const due = effects.now + drawPatience(replica, effects);
  const instance = instanceFor(state, slot, due);
  instance.due = due;
  if (instance.status >= COMMITTED) {
    if (from !== setup.self) send(effects, from, { type: 'commit', slot, value: instance.value! });
    return null;
  }
  if (ballot < instance.promised) {
    if (from !== setup.self) send(effects, from, { type: 'nack', slot, promised: instance.promised });
    return null;
  }
  return instance;
}

/**
 * The same was asked before: the answer may have been lost. If it is not on disk yet it will follow; after a crash
 * nobody knows what was owed, so it is this.
 */
function tellAgain(
  replica: Replica,
  from: number,
  slot: number,
  instance: Instance,
  duty: Instance['duty'],
  effects: Effects,
): void {
  if (instance.duty === '') {
    instance.duty = duty;
    instance.to = from;
  }
  if (instance.duty !== duty || !instance.onDisk || from === replica.setup.self) return;
  const message = owed(replica, slot, instance);
  if (message !== null) send(effects, from, message);
}
