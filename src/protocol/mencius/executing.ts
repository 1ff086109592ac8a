import type { Effects } from '../contract/machine.js';
import { execute } from './learner.js';
import { chosenAt } from './log.js';
import { executeOutOfOrder } from './out-of-order.js';
import type { Replica } from './state.js';

/** Executes all that can be, in the order of the slots, and where commands commute also out of it; answers our clients. */
export function executeReady(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const { ahead } = state;
  if (ahead !== null) executeOutOfOrder(replica, ahead, effects);
  for (;;) {
    const slot = state.executed;
    const command = chosenAt(state.log, slot);
    if (command === null) return;
    if (ahead === null || !ahead.done.delete(slot)) execute(replica, slot, command, effects);
    state.executed = slot + 1;
    state.stuckSince = effects.now;
  }
}
