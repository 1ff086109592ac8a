import type { Command, Effects } from '../contract/machine.js';
import { apply, isExecuted, isNoOp, resultAgain } from '../replicated-map.js';
import { chosenAt, putChosen } from './log.js';
import { ownerOf } from './slots.js';
import type { Replica, State } from './state.js';

/** The learner: what is decided, and what executing it does, each operation once. */

/** This is chosen in that slot. */
export function decide(state: State, slot: number, command: Command): void {
  if (slot < state.executed || chosenAt(state.log, slot) !== null) return;
  putChosen(state.log, slot, command);
  const { ahead } = state;
  if (ahead !== null && slot < ahead.heard) ahead.decided.push(slot);
  if (!isNoOp(command) && slot >= state.top) state.top = slot + 1;
}

/** Executes what is chosen in a slot; if the slot is ours, its client is answered. */
export function execute({ state, setup }: Replica, slot: number, command: Command, effects: Effects): void {
  apply(state, slot, command, effects);
  if (ownerOf(slot, setup) === setup.self) finishOwn(state, slot, effects);
}

/** An own slot is executed: with our suggestion, or, revoked, with a no-op; then the command needs another. */
export function finishOwn(state: State, slot: number, effects: Effects): void {
  state.open.delete(slot);
  const command = state.mine.get(slot);
  if (command === undefined) return;
  state.mine.delete(slot);
  if (isExecuted(state, command)) effects.reply(command.client, command.seq, resultAgain(state, command));
  else state.waiting.push(command);
}
