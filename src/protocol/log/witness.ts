import type { MachineSetup } from '../contract/machine.js';
import { has, isAmong, masksOf } from '../member-masks.js';
import { emptyMap, type ReadonlyReplicatedMap } from '../replicated-map.js';

/**
 * Witnesses keep the log and no data. Whoever holds the data has what is cut off in a snapshot, and can hand that on. A
 * witness cannot. So it keeps what somebody lacks who may come to lead, until enough others have it.
 */
export function isWitness({ members }: Pick<MachineSetup, 'members'>, replica: number): boolean {
  const { holders, keepers } = masksOf({ members });
  return has(keepers & ~holders, replica);
}

/** What a snapshot of ours goes up to. A witness has no data to put there: it notes from where on it has a log, all of which it keeps. */
export function snapshotEnd(replica: {
  readonly setup: MachineSetup;
  readonly state: { readonly executed: number; readonly cut: number };
}): number {
  const { setup, state } = replica;
  return isAmong(masksOf(setup).holders, setup) ? state.executed : state.cut;
}

/** A snapshot for this member: one that holds no data is told where the log goes on, and gets none. */
export function snapshotFor<Snapshot extends ReadonlyReplicatedMap>(
  setup: Pick<MachineSetup, 'members'>,
  snapshot: Snapshot,
  to: number,
): Snapshot {
  return has(masksOf(setup).holders, to) ? snapshot : { ...snapshot, ...emptyMap() };
}

/**
 * Below which slot a member need keep its log for nobody.
 *
 * @param held below which slot enough others have all that they need, if it is a witness: see `heldBelow`
 */
export function cutFor(
  replica: { readonly setup: MachineSetup; readonly state: { readonly cut: number } },
  to: number,
  held: () => number,
): number {
  const { setup, state } = replica;
  return isWitness(setup, to) ? Math.min(state.cut, held()) : state.cut;
}

/**
 * The highest slot below which enough of these have everything.
 *
 * @param members of whom it takes enough, as a set (bit i: replica i), of n replicas
 * @param endOf below which slot a replica has everything
 * @param isEnough is said of a set of them
 */
export function heldBelow(
  members: number,
  { n }: Pick<MachineSetup, 'n'>,
  endOf: (replica: number) => number,
  isEnough: (set: number) => boolean,
): number {
  let held = 0;
  for (let i = 0; i < n; i++) {
    if (!has(members, i) || endOf(i) <= held) continue;
    let set = 0;
    for (let k = 0; k < n; k++) if (has(members, k) && endOf(k) >= endOf(i)) set |= 1 << k;
    if (isEnough(set)) held = endOf(i);
  }
  return held;
}
