import type { MachineSetup } from '../contract/machine.js';
import type { ReplicatedMap } from '../replicated-map.js';

/** How much of its log a replica keeps. Tests make it little; a deployment has no say in it. */
export interface Limits {
  /** Slots between snapshots, at least; more where more keys and sessions than that are to be copied, so that a slot costs O(1). */
  readonly snapshotEvery: number;
  /** Slots that the log is kept for a replica that lags or is down; beyond, it is sent a snapshot. */
  readonly maxLag: number;
  /** Entries in one message to a replica that catches up. */
  readonly batch: number;
}

/** The same where nobody catches up in batches. */
export type LengthLimits = Omit<Limits, 'batch'>;

export const LIMITS: Limits = { snapshotEvery: 1000, maxLag: 10_000, batch: 1000 };

/** Is it worth a snapshot to cut off so many slots? There must be one at least for every key and session to be copied. */
export function isWorthCutting(
  slots: number,
  { store, sessions }: ReplicatedMap,
  { snapshotEvery }: Pick<Limits, 'snapshotEvery'>,
): boolean {
  return slots >= Math.max(snapshotEvery, store.size + sessions.size);
}

/** Is a snapshot due: none is on its way to the disk, all below the cut is executed, and the cut is worth it? */
export function isSnapshotDue(
  state: ReplicatedMap & {
    readonly executed: number;
    readonly cut: number;
    /** Where the log is to be cut once a snapshot is on disk; −1: none is on its way. */
    readonly cutting: number;
    readonly log: { readonly base: number };
  },
  limits: Pick<Limits, 'snapshotEvery'>,
): boolean {
  const { executed, cut, cutting, log } = state;
  return cutting < 0 && executed >= cut && isWorthCutting(cut - log.base, state, limits);
}

/**
 * The log is kept for the replica that has least of it, but not for ever: below the `cut` that this raises, slots need be
 * kept for nobody.
 *
 * @param ends of each replica: below which slot it needs nothing more.
 * @param counts says whether the log is kept for this replica at all.
 */
export function raiseCut(
  replica: {
    readonly setup: MachineSetup;
    readonly limits: Pick<Limits, 'maxLag'>;
    readonly state: { readonly executed: number; cut: number };
  },
  ends: readonly number[],
  counts: (replica: number) => boolean = () => true,
): void {
  const { setup, limits, state } = replica;
  let least = state.executed;
  for (let i = 0; i < setup.n; i++) {
    if (i !== setup.self && counts(i)) least = Math.min(least, ends[i]);
  }
  state.cut = Math.max(state.cut, least, state.executed - limits.maxLag);
}
