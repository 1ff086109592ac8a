import type { Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { apply, isNoOp } from '../replicated-map.js';
import { answerAsked, answerReadable } from './asked.js';
import { entryAt } from './log.js';
import type { Replica } from './state.js';

/**
 * Executes what is committed in the order of its slots, and answers our clients. A leader need not have its own entries on
 * disk for that, others have (dissertation §10.2.1). A follower waits until it has: it answers for itself.
 */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const end = state.office === null ? Math.min(state.commit, state.stable) : state.commit;
  if (state.executed >= end) return;
  if (!isAmong(masksOf(replica.setup).holders, replica.setup)) {
    // A witness keeps no data: all it notes is how far its log holds what is committed.
    state.executed = end;
    return;
  }
  while (state.executed < end) {
    const { command } = entryAt(state.log, state.executed);
    const result = apply(state, state.executed, command, effects);
    state.executed++;
    if (!isNoOp(command)) answerAsked(state, command.client, command.seq, result, effects);
  }
  answerReadable(replica, effects);
}
