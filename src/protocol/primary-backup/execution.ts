import type { Effects } from '../contract/machine.js';
import { entryAt } from '../log/stretch.js';
import { isAmong, masksOf } from '../member-masks.js';
import { apply, isNoOp } from '../replicated-map.js';
import { forgetSlotOf } from './log.js';
import type { Replica } from './state.js';

/** Executing the committed part of the log; only writes are in it. */

/** Executes the next slot; it is committed. A witness, which keeps no data, only notes that it is. */
export function executeNext({ state, setup }: Replica, effects: Effects): void {
  const { command } = entryAt(state.log, state.executed);
  if (isAmong(masksOf(setup).holders, setup)) apply(state, state.executed, command, effects);
  state.executed++;
  if (!isNoOp(command)) forgetSlotOf(state.log, command);
}

/** A backup executes what is committed and known to be as the primary has it. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.executed < state.committed && state.executed < state.matched) executeNext(replica, effects);
}
