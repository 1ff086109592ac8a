import type { Command, Effects } from '../contract/machine.js';
import { apply } from '../replicated-map.js';
import { entryAt } from './log.js';
import type { Replica } from './state.js';

/** Executing the log of decided transactions. */

/** Executes the transaction of the next slot; it is decided. */
export function executeNext({ state }: Replica, effects: Effects): Command {
  const { command } = entryAt(state.log, state.executed)!;
  apply(state, state.executed, command, effects);
  state.executed++;
  return command;
}
