import { after, never } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { membersInQuorums } from '../../quorum/combined.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { chainOf } from './order.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on. The chain is H = r₁, r₂, …,
 * r_k = T: the head, then the others that are up, in file order.
 *
 * Write: c→e, e→H, W_r₁, r₁→r₂, W_r₂, …, r_(k−1)→T, W_T, T→c. One after the other; the tail answers the client itself.
 * Read: c→e, e→T, T→c.
 *
 * One that is lost has been taken out, provided that a majority of all replicas is up to answer for the manager.
 */
export const model: Model = {
  write(view) {
    const chain = chainIn(view);
    if (chain.length === 0) return never;
    const steps = chain.flatMap((id, i) => [
      i === 0 ? view.hop(view.entry, id, 'forward') : view.hop(chain[i - 1], id, 'update'),
      view.fsync(id, 'history entry'),
    ]);
    return answered(view, chain[chain.length - 1], steps);
  },

  read(view) {
    const chain = chainIn(view);
    if (chain.length === 0) return never;
    const tail = chain[chain.length - 1];
    return answered(view, tail, [view.hop(view.entry, tail, 'forward')]);
  },
};

/** From the client to its entry, then this, then from the tail straight back. */
function answered(view: View, tail: string, steps: readonly Outcome[]): Outcome {
  return after(view.hop(CLIENT, view.entry, 'request'), ...steps, view.hop(tail, CLIENT, 'reply'));
}

/** Those that are up and reach each other, head first; none where nobody leads or too few are left for the manager. */
function chainIn(view: View): string[] {
  const { leader, replicas, quorum } = view;
  if (leader === undefined) return [];
  const isUp = (id: string): boolean => view.fsync(id, 'history entry').kind !== 'never';
  const up = replicas.reduce((set, id, i) => (isUp(id) ? set | (1 << i) : set), 0);
  if (!quorum.phase1.contains(up)) return [];
  // Arbiters decide with the manager, and are in no chain.
  const keepers = membersInQuorums(quorum.phase2);
  const chain: string[] = [];
  for (const id of chainOf(
    leader,
    replicas.filter((_, i) => keepers.has(i)),
  )) {
    const before = chain[chain.length - 1] ?? id;
    if (isUp(id) && view.hop(before, id, 'update').kind !== 'never') chain.push(id);
  }
  return chain[0] === leader ? chain : [];
}
