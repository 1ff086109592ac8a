import type { Command, Effects } from '../contract/machine.js';
import { apply } from '../replicated-map.js';
import { chosenAt, putChosen } from './log.js';
import type { Replica, State } from './state.js';

/**
 * The learner: executes what is chosen in the order of the slots, each operation once. It is told the commands, and does
 * not guess them from its own votes: in a fast round those of one replica may differ from what a quorum chose.
 */

/** A slot is chosen. */
export function noteChosen({ state }: Replica, slot: number, command: Command): void {
  if (slot < state.executed || chosenAt(state.log, slot) !== null) return;
  putChosen(state.log, slot, command);
}

/** Executes the chosen prefix; `done` is told each slot executed and its result. */
export function executeChosen(
  { state }: Replica,
  effects: Effects,
  done?: (slot: number, command: Command, result: number) => void,
): void {
  for (;;) {
    const slot = state.executed;
    const command = chosenAt(state.log, slot);
    if (command === null) return;
    const result = apply(state, slot, command, effects);
    state.executed++;
    settlePending(state, command);
    done?.(slot, command, result);
  }
}

/** Neither this command of its client nor an earlier one need be asked for any longer. */
function settlePending({ pending }: State, { client, seq }: Command): void {
  const waiting = pending.get(client);
  if (waiting !== undefined && waiting.seq <= seq) pending.delete(client);
}

/** Takes chosen commands from another: commands[k] is that of slot first + k. */
export function learn(replica: Replica, first: number, commands: readonly Command[]): void {
  commands.forEach((command, k) => {
    noteChosen(replica, first + k, command);
  });
}
