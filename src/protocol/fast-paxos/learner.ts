import type { Command, Effects } from '../contract.js';
import { freshSession, isDone, markDone, readResult, rememberRead } from '../sessions.js';
import { chosenAt, putChosen } from './log.js';
import type { Replica, State } from './state.js';

/**
 * The learner: executes what is chosen in the order of the slots, each operation once. It is told the commands, and does
 * not guess them from its own votes: in a fast round those of one replica may differ from what a quorum chose.
 */

/** What a coordinator puts into a slot for which it may not, or need not, choose anything else. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function isNoOp(command: Command): boolean {
  return command.client < 0;
}

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
    effects.commit(slot, command);
    state.executed++;
    const result = execute(state, command);
    done?.(slot, command, result);
  }
}

/** A copy of an executed operation only gets the old result. */
function execute(state: State, command: Command): number {
  const { client, seq } = command;
  if (isNoOp(command)) return 0;
  if ((state.pending.get(client)?.seq ?? Number.POSITIVE_INFINITY) <= seq) state.pending.delete(client);
  let session = state.sessions.get(client);
  if (session === undefined) {
    session = freshSession();
    state.sessions.set(client, session);
  } else if (isDone(session, seq)) {
    return resultAgain(state, command);
  }
  markDone(session, seq);
  if (command.kind === 'write') {
    state.store.set(command.key, command.value);
    return command.value;
  }
  const result = currentValue(state, command.key);
  rememberRead(session, seq, result);
  return result;
}

/** Has this operation been executed? */
export function isExecuted(state: State, command: Command): boolean {
  const session = state.sessions.get(command.client);
  return session !== undefined && isDone(session, command.seq);
}

/** The result of an operation that has been executed. */
export function resultAgain(state: State, command: Command): number {
  if (command.kind === 'write') return command.value;
  return readResult(state.sessions.get(command.client)!, command.seq) ?? currentValue(state, command.key);
}

/** 0 where nothing was written. */
export function currentValue(state: State, key: number): number {
  return state.store.get(key) ?? 0;
}

/** Takes chosen commands from another: commands[k] is that of slot first + k. */
export function learn(replica: Replica, first: number, commands: readonly Command[]): void {
  commands.forEach((command, k) => {
    noteChosen(replica, first + k, command);
  });
}
