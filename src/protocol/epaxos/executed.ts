import { EXECUTED } from './messages.js';
import { rowOf } from './slots.js';
import type { Replica } from './state.js';

/** A slot is executed: it is to be saved, and its row may be executed farther. */
export function advanceExecuted({ state, setup }: Replica, slot: number): void {
  state.executions++;
  state.unsaved.push(slot);
  const row = state.rows[rowOf(slot, setup.n)];
  const { base, instances } = row;
  while (instances[row.executed - base]?.status === EXECUTED) row.executed++;
}
