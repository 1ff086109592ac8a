import { type Effects, SNAPSHOT } from '../contract/machine.js';
import { VERSIONS } from './token.js';

/**
 * The latest snapshot on its way to the disk. It may overtake an earlier one, so they are numbered; and nothing of the log
 * is dropped before the snapshot that replaces it is there.
 */
export interface NumberedSnapshots<Snapshot> {
  /** The latest snapshot made or received, its number, and where the log is to be cut once it is on disk (−1: nowhere). */
  snapshot: Snapshot | null;
  snapshots: number;
  cutting: number;
}

/** Of a replica that has none. */
export function noSnapshots<Snapshot>(): NumberedSnapshots<Snapshot> {
  return { snapshot: null, snapshots: 0, cutting: -1 };
}

/** Has a snapshot written, below the `cut` of which the log may go then. `tokenOf` packs a record's key and version. */
export function writeSnapshot<Snapshot>(
  state: NumberedSnapshots<Snapshot>,
  snapshot: Snapshot,
  cut: number,
  tokenOf: (key: number, version: number) => number,
  effects: Effects,
): void {
  state.snapshot = snapshot;
  state.cutting = cut;
  state.snapshots = (state.snapshots + 1) % VERSIONS;
  effects.persist(SNAPSHOT, snapshot, tokenOf(SNAPSHOT, state.snapshots));
}

/** A snapshot is on disk. If it is the latest: below which slot the log may go, of which the disk forgets its part; else −1. */
export function noteSnapshotWritten(
  state: NumberedSnapshots<unknown>,
  number: number,
  effects: Effects,
): number {
  const { cutting } = state;
  if (number !== state.snapshots || cutting < 0) return -1;
  effects.forget(cutting);
  state.cutting = -1;
  return cutting;
}
