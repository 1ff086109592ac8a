import { type Effects, SNAPSHOT } from '../contract/machine.js';
import { copyOf, emptyMap, type ReadonlyReplicatedMap, type ReplicatedMap } from '../replicated-map.js';
import { raiseFlushed } from './flushed.js';
import { isSnapshotDue, type LengthLimits } from './keeping.js';
import { cutLog, emptyLog, type LinkedLog, onEntryWritten, readBack, sinceBefore } from './linked.js';
import { endOf } from './stretch.js';
import { beginWrite, noWrites, type Write, type Writes } from './writes.js';

/**
 * Snapshots of the committed state, so that memory and disk hold the last stretch of a linked log only. It is cut below what
 * every replica has executed; one that is away for long is not waited for, it gets a snapshot when it is back. A snapshot is
 * on disk before the first entry that it replaces is dropped, and before what is in it counts as being on disk.
 */

/** The committed state below a slot. */
export interface LinkedSnapshot extends ReadonlyReplicatedMap {
  readonly executed: number;
  /** The reign of the last entry in it. */
  readonly since: number;
}

/** What a replica with a linked log knows of it: part of its state. */
export interface LinkedState<Answer = unknown> extends ReplicatedMap, Writes<Answer> {
  log: LinkedLog;
  /** Below this slot our log is that of whom we copy. */
  matched: number;
  /** Slots below this are committed, as far as we were told. */
  committed: number;
  executed: number;
  snapshot: LinkedSnapshot | null;
  /** Where the log is to be cut once the latest snapshot is on disk (−1: nowhere), and where it may be cut. */
  cutting: number;
  cut: number;
}

/** Of a replica that has nothing. */
export function freshLinkedState<Answer>(): LinkedState<Answer> {
  return {
    log: emptyLog(),
    matched: 0,
    committed: 0,
    executed: 0,
    snapshot: null,
    cutting: -1,
    cut: 0,
    // At the end: an object that begins as a copy of another takes V8 thirty times as long to make.
    ...emptyMap(),
    ...noWrites<Answer>(),
  };
}

/** After a crash: what the disk holds. How much of the log is that of others is to be seen. */
export function recallLog(state: LinkedState, durable: ReadonlyMap<number, unknown>): void {
  const snapshot = durable.get(SNAPSHOT) as LinkedSnapshot | undefined;
  state.log = readBack(durable, snapshot?.executed ?? 0, snapshot?.since ?? state.log.before);
  if (snapshot !== undefined) restoreFrom(state, snapshot);
  state.cut = state.executed;
}

/** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
export function compact(state: LinkedState, limits: LengthLimits, effects: Effects): void {
  if (!isSnapshotDue(state, limits)) return;
  const { executed, log, cut } = state;
  write(state, { executed, since: sinceBefore(log, executed), ...copyOf(state) }, cut, effects);
}

/**
 * Takes over another's snapshot of more than we have executed. Entries behind it stay if they follow on it. Until it is on
 * disk, a crash takes us back to what we have there of the committed log: no more than that counts as being there.
 */
export function install(state: LinkedState, snapshot: LinkedSnapshot, effects: Effects): void {
  const { executed, since } = snapshot;
  if (executed <= state.executed) return;
  const { log } = state;
  if (executed <= endOf(log) && sinceBefore(log, executed) === since) cutLog(log, executed);
  else state.log = emptyLog(executed, since, Math.min(log.flushed, state.executed));
  restoreFrom(state, snapshot);
  effects.restored?.(executed);
  write(state, snapshot, executed, effects);
}

/** Store, sessions and what is known to be committed, as of the snapshot. */
function restoreFrom(state: LinkedState, snapshot: LinkedSnapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.executed = snapshot.executed;
  state.committed = Math.max(state.committed, snapshot.executed);
  state.matched = Math.max(state.matched, snapshot.executed);
  state.snapshot = snapshot;
}

function write(state: LinkedState, snapshot: LinkedSnapshot, cut: number, effects: Effects): void {
  state.snapshot = snapshot;
  state.cutting = cut;
  effects.persist(SNAPSHOT, snapshot, beginWrite(state, { of: 'snapshot', executed: snapshot.executed }));
}

/** An entry or a snapshot is on disk. True where more of the log is by that. */
export function onDataWritten(
  state: LinkedState,
  token: number,
  write: Exclude<Write, { of: 'record' }>,
  effects: Effects,
): boolean {
  return write.of === 'entry'
    ? onEntryWritten(state.log, write.slot, token)
    : onSnapshotWritten(state, write.executed, effects);
}

/** If the snapshot is the latest, what it replaces may go. */
function onSnapshotWritten(state: LinkedState, executed: number, effects: Effects): boolean {
  if (executed !== state.snapshot?.executed || state.cutting < 0) return false;
  cutLog(state.log, state.cutting);
  effects.forget(state.cutting);
  state.cutting = -1;
  return raiseFlushed(state.log, executed);
}
