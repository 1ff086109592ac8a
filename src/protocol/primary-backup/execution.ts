import type { Effects } from '../contract/machine.js';
import { apply, isNoOp } from '../replicated-map.js';
import { entryAt, forgetSlotOf } from './log.js';
import type { Replica } from './state.js';

/** Executing the committed part of the log; only writes are in it. */

/** Executes the next slot; it is committed. */
export function executeNext({ state }: Replica, effects: Effects): void {
  const { command } = entryAt(state.log, state.executed);
  apply(state, state.executed, command, effects);
  state.executed++;
  if (!isNoOp(command)) forgetSlotOf(state.log, command);
}

/** A backup executes what is committed and known to be as the primary has it. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.executed < state.committed && state.executed < state.matched) executeNext(replica, effects);
}
