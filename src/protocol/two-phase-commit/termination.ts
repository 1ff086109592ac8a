import type { Effects } from '../contract/machine.js';
import { type Inquire, REFUSED } from './messages.js';
import { vote } from './participant.js';
import { coordinatorOf, type Replica, send, toOthers, write } from './state.js';

/**
 * The cooperative termination protocol (Bernstein, Hadzilacos, Goodman, §7.4). A participant that has voted yes may not
 * decide alone. It asks the coordinator; and once the coordinator ought to have given up, everybody. Who knows the
 * decision tells it. Who has not voted makes sure that it never will, whereby the transaction is aborted, and tells that.
 * Who is in doubt itself has nothing to say: if all are, and the coordinator is away, they wait for it, locks and all.
 */

/** Asks about whatever has been in doubt for long. */
export function askAbout(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { now } = effects;
  const txns: number[] = [];
  const fromAll: number[] = [];
  for (const [txn, prepared] of state.open) {
    if (now < prepared.askAt) continue;
    prepared.askAt = now + setup.election[0];
    (now >= prepared.askAllAt ? fromAll : txns).push(txn);
  }
  if (txns.length > 0) send(effects, coordinatorOf(setup), { type: 'inquire', txns });
  if (fromAll.length > 0) toOthers(replica, { type: 'inquire', txns: fromAll }, effects);
}

/** One participant asks another. */
export function tellWhatIsKnown(replica: Replica, from: number, { txns }: Inquire, effects: Effects): void {
  const { state } = replica;
  let unheardOf = 0;
  for (const txn of txns) {
    const slot = state.log.slotOf.get(txn);
    if (slot !== undefined) send(effects, from, { type: 'commit', txn, slot, settled: state.settled });
    else if (state.open.has(txn)) continue;
    else if (txn <= state.refusedOnDisk) send(effects, from, { type: 'abort', txn });
    else {
      state.refusals.push({ txn, to: from });
      unheardOf = Math.max(unheardOf, txn);
    }
  }
  if (unheardOf > state.refused) refuse(replica, unheardOf, effects);
}

/**
 * We have no part in this transaction: it was never heard of, waits for a lock, or is aborted. From now on we do not vote
 * for it, nor for any with a lower number: one figure says it for good. The coordinator will try those again under higher
 * numbers.
 */
function refuse(replica: Replica, txn: number, effects: Effects): void {
  const { state } = replica;
  state.refused = txn;
  for (const [key, next] of state.waiting) {
    if (next.txn > txn) continue;
    state.waiting.delete(key);
    vote(replica, next.txn, false, effects);
  }
  write(state, REFUSED, txn, { what: 'refused', txn }, effects);
}

/** Only now is it safe to say that it is aborted. */
export function onRefusalWritten({ state }: Replica, refused: number, effects: Effects): void {
  state.refusedOnDisk = Math.max(state.refusedOnDisk, refused);
  const left = state.refusals;
  state.refusals = [];
  for (const refusal of left) {
    if (refusal.txn <= state.refusedOnDisk) send(effects, refusal.to, { type: 'abort', txn: refusal.txn });
    else state.refusals.push(refusal);
  }
}
