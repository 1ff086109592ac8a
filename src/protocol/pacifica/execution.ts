import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { entryAt } from '../log/stretch.js';
import { nameOf } from '../operation.js';
import { apply } from '../replicated-map.js';
import type { Replica } from './state.js';

/** Executing the committed list; only writes are in it. */

/** Executes what is committed and known to be as the primary has it. A primary answers the clients. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const end = Math.min(state.committed, state.matched);
  while (state.executed < end) {
    const slot = state.executed;
    const { command } = entryAt(state.log, slot);
    apply(state, slot, command, effects);
    state.executed++;
    if (state.office !== null) conclude(replica, slot, command, effects);
  }
}

function conclude(replica: Replica, slot: number, command: Command, effects: Effects): void {
  const office = replica.state.office!;
  office.underWay.delete(nameOf(command));
  const origin = office.origins.get(slot);
  if (origin === undefined) return;
  office.origins.delete(slot);
  answer(replica, origin, command.client, command.seq, command.value, effects);
}
