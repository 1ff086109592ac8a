import type { Command, Effects } from '../contract.js';
import { freshSession, isDone, markDone, readResult, rememberRead } from '../sessions.js';
import type { State } from './state.js';

/** The state machine: a map of keys to values, and what has been executed for each client. */

/** What a new leader puts into its first slot (§8): an entry of its own term, with which all before it are committed. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function isNoOp(command: Command): boolean {
  return command.client < 0;
}

/** Executes the command of slot `executed`; its result. A copy of an executed operation only gets the old result. */
export function execute(state: State, command: Command, effects: Effects): number {
  effects.commit(state.executed, command);
  state.executed++;
  if (isNoOp(command)) return 0;
  let session = state.sessions.get(command.client);
  if (session === undefined) {
    session = freshSession();
    state.sessions.set(command.client, session);
  } else if (isDone(session, command.seq)) {
    return resultAgain(state, command);
  }
  markDone(session, command.seq);
  if (command.kind === 'write') {
    state.store.set(command.key, command.value);
    return command.value;
  }
  const result = currentValue(state, command.key);
  rememberRead(session, command.seq, result);
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
