import type { Effects } from '../contract/machine.js';
import { entryAt } from '../log/stretch.js';
import { nameOf } from '../operation.js';
import { apply } from '../replicated-map.js';
import type { Replica } from './state.js';

/** Executes what is committed and known to be as the chain has it; only updates are in it. A tail answers the clients. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const end = Math.min(state.committed, state.matched);
  while (state.executed < end) {
    const slot = state.executed;
    const { command } = entryAt(state.log, slot);
    apply(state, slot, command, effects);
    state.executed++;
    state.underWay.delete(nameOf(command));
    if (state.office !== null) effects.reply(command.client, command.seq, command.value);
  }
}
