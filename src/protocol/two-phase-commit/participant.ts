import type { Effects } from '../contract/machine.js';
import { NO_OP } from '../replicated-map.js';
import { executeNext } from './execution.js';
import { entryAt, isOnDisk, noteOnDisk, putEntry } from './log.js';
import { type Abort, type Commit, NO_TXN, type Prepare, type PreparedRecord, placeKey } from './messages.js';
import { compact } from './snapshots.js';
import { coordinatorOf, type Replica, type State, send, tickSoon, type Waiting, write } from './state.js';

/** The participant: locks, writes, votes; and from then on does as it is told. */

export function onPrepare(replica: Replica, from: number, message: Prepare, effects: Effects): void {
  const { state } = replica;
  const { txn, command } = message;
  noteSettled(replica, message.settled, effects);
  const prepared = state.open.get(txn);
  if (prepared !== undefined) {
    if (prepared.voted) vote(replica, txn, true, effects); // Asked again: our vote may have been lost.
    return;
  }
  if (state.log.slotOf.has(txn)) return;
  if (txn <= state.refused) {
    vote(replica, txn, false, effects);
    return;
  }
  const holder = state.locks.get(command.key);
  if (holder === undefined) {
    prepare(replica, message, effects);
  } else if (holder < txn) {
    // The coordinator takes one transaction of a key at a time: whoever holds the lock is decided, and so is, not having
    // had our vote, whoever waits for it. It is time to be told.
    const next = state.waiting.get(command.key);
    if (next === undefined || next.txn < txn) state.waiting.set(command.key, message);
    if (state.open.get(holder)!.voted) send(effects, from, { type: 'inquire', txns: [holder] });
  }
}

/** The lock is free: takes it and writes the transaction down. The vote waits for the disk. */
function prepare(replica: Replica, { txn, command, patience }: Waiting, effects: Effects): void {
  const { state } = replica;
  const place = state.freePlaces.pop() ?? state.nextPlace++;
  const number = ++state.prepared;
  const since = effects.now;
  const never = Number.POSITIVE_INFINITY;
  const prepared = { command, number, place, since, patience, voted: false, askAt: never, askAllAt: never };
  state.open.set(txn, prepared);
  state.locks.set(command.key, txn);
  const record: PreparedRecord = { txn, command, number, at: since };
  write(state, placeKey(place), record, { what: 'prepared', txn, number }, effects);
}

/** The record is on disk, and with it the promise to commit if told so, whatever happens in between. */
export function onPreparedWritten(replica: Replica, txn: number, number: number, effects: Effects): void {
  const { state, setup } = replica;
  const prepared = state.open.get(txn);
  if (prepared?.number !== number) return; // Aborted meanwhile.
  prepared.voted = true;
  prepared.askAt = effects.now + setup.election[0];
  prepared.askAllAt = prepared.askAt + prepared.patience;
  vote(replica, txn, true, effects);
  tickSoon(replica, effects);
}

export function vote({ setup }: Replica, txn: number, yes: boolean, effects: Effects): void {
  send(effects, coordinatorOf(setup), { type: 'vote', txn, yes });
}

/**
 * Committed, whoever says so. Told before, it is acknowledged again. A transaction that is neither open here nor in the
 * log cannot be committed: it would lack our vote.
 */
export function onCommit(replica: Replica, { txn, slot, settled }: Commit, effects: Effects): void {
  const { state } = replica;
  const { log, open } = state;
  if (slot < log.base || entryAt(log, slot) !== null) {
    if (isOnDisk(log, slot)) acknowledge(replica, effects);
  } else if (txn === NO_TXN) {
    take(state, slot, { txn, command: NO_OP }, -1, effects);
  } else {
    const prepared = open.get(txn);
    if (prepared === undefined) return;
    const { command, place } = prepared;
    open.delete(txn);
    take(state, slot, { txn, command }, place, effects);
    release(replica, command.key, txn, effects);
  }
  while (entryAt(log, state.executed) !== null) executeNext(replica, effects);
  noteSettled(replica, settled, effects);
}

/** Writes the decision down. Until that is on disk the prepared record keeps its place: one of the two is always there. */
function take(
  state: State,
  slot: number,
  entry: { txn: number; command: typeof NO_OP },
  place: number,
  effects: Effects,
): void {
  putEntry(state.log, slot, entry);
  write(state, slot, entry, { what: 'entry', slot, place }, effects);
}

/** Our disk has a decision: the coordinator need not keep it for us. */
export function onEntryWritten(replica: Replica, slot: number, place: number, effects: Effects): void {
  const { state } = replica;
  const before = state.log.flushed;
  noteOnDisk(state.log, slot);
  if (place >= 0) state.freePlaces.push(place);
  if (state.log.flushed > before) acknowledge(replica, effects);
  compact(replica, effects);
}

function acknowledge({ state, setup }: Replica, effects: Effects): void {
  send(effects, coordinatorOf(setup), { type: 'ack', upTo: state.log.flushed });
}

/** Aborted. Not acknowledged and not written down: whoever asks about what nobody remembers is told the same. */
export function onAbort(replica: Replica, { txn }: Abort, effects: Effects): void {
  const { state } = replica;
  for (const [key, next] of state.waiting) if (next.txn === txn) state.waiting.delete(key);
  const prepared = state.open.get(txn);
  if (prepared === undefined) return;
  state.open.delete(txn);
  state.freePlaces.push(prepared.place);
  release(replica, prepared.command.key, txn, effects);
}

/** The lock passes to whoever waits for it. */
function release(replica: Replica, key: number, txn: number, effects: Effects): void {
  const { state } = replica;
  if (state.locks.get(key) !== txn) return;
  state.locks.delete(key);
  const next = state.waiting.get(key);
  if (next === undefined) return;
  state.waiting.delete(key);
  prepare(replica, next, effects);
}

function noteSettled(replica: Replica, settled: number, effects: Effects): void {
  const { state } = replica;
  if (settled <= state.settled) return;
  state.settled = settled;
  compact(replica, effects);
}
