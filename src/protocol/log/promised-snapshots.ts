import type { Effects, MachineSetup } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { copyOf, type ReadonlyReplicatedMap, type ReplicatedMap } from '../replicated-map.js';
import { isSnapshotDue, type Limits } from './keeping.js';
import { type NumberedSnapshots, noteSnapshotWritten, writeSnapshot } from './numbered-snapshots.js';
import { snapshotEnd } from './witness.js';

/** What is executed below a slot, at an acceptor of a Paxos whose ballots are for all slots at once. */
export interface PromisedSnapshot extends ReadonlyReplicatedMap {
  readonly executed: number;
  /** The highest ballot promised when it was made. */
  readonly ballot: number;
}

/** What snapshots are made of: part of the acceptor's state. */
export interface PromisedState<Log extends { readonly base: number }>
  extends ReplicatedMap,
    NumberedSnapshots<PromisedSnapshot> {
  readonly log: Log;
  /** The highest ballot promised. */
  promised: number;
  /** Slots below this are executed. */
  executed: number;
  /** Slots below this need be kept for nobody. */
  cut: number;
}

export interface Replica<Log extends { readonly base: number }> {
  readonly setup: MachineSetup;
  readonly limits: Limits;
  readonly state: PromisedState<Log>;
}

/**
 * Snapshots: Chandra, Griesemer, Redstone, "Paxos Made Live" (PODC 2007) §5.5. Memory and disk hold the log of the last
 * stretch only. The log is cut below what every replica has executed; a replica that is down for long is not waited for, it
 * gets a snapshot when it is back. The snapshot is on disk before the first entry it replaces is dropped.
 *
 * @param protocol how it drops the slots of its log below another base, and packs a record's key and version into a token
 */
export function promisedSnapshots<Log extends { readonly base: number }>(protocol: {
  readonly cutLog: (log: Log, base: number) => void;
  readonly tokenOf: (key: number, version: number) => number;
}) {
  const { cutLog, tokenOf } = protocol;

  /** Makes a snapshot if there is enough to cut off: at least a slot for every key and session to be copied. */
  function compact(replica: Replica<Log>, effects: Effects): void {
    const { state, limits } = replica;
    if (!isSnapshotDue(state, limits)) return;
    const snapshot = { executed: snapshotEnd(replica), ballot: state.promised, ...copyOf(state) };
    writeSnapshot(state, snapshot, state.cut, tokenOf, effects);
  }

  /** Takes over another replica's snapshot; no effect if we have executed as much ourselves. */
  function install({ state, setup }: Replica<Log>, snapshot: PromisedSnapshot, effects: Effects): void {
    const { executed } = snapshot;
    if (executed <= state.executed) return;
    restoreFrom(state, snapshot);
    if (isAmong(masksOf(setup).holders, setup)) effects.restored?.(executed);
    const ballot = Math.max(snapshot.ballot, state.promised);
    writeSnapshot(state, { ...snapshot, ballot }, executed, tokenOf, effects);
  }

  /** Store, sessions and log as of the snapshot; entries of later slots stay. */
  function restoreFrom(state: PromisedState<Log>, snapshot: PromisedSnapshot): void {
    Object.assign(state, copyOf(snapshot));
    state.executed = snapshot.executed;
    state.snapshot = snapshot;
    cutLog(state.log, snapshot.executed);
  }

  /** A snapshot is on disk. If it is the latest, what it replaces may go. */
  function onSnapshotWritten({ state }: Replica<Log>, number: number, effects: Effects): void {
    cutLog(state.log, noteSnapshotWritten(state, number, effects));
  }

  return { compact, install, restoreFrom, onSnapshotWritten };
}
