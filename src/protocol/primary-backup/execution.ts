import type { Effects } from '../contract.js';
import { freshSession, isDone, markDone } from '../sessions.js';
import { entryAt, forgetSlotOf } from './log.js';
import type { Replica, State } from './state.js';

/** The key-value map that the committed part of the log makes, and what has been executed for each client. */

/** Executes the next slot; it is committed. */
export function executeNext({ state }: Replica, effects: Effects): void {
  const { command } = entryAt(state.log, state.executed);
  effects.commit(state.executed, command);
  state.executed++;
  const { client, seq, key, value } = command;
  if (client < 0) return;
  forgetSlotOf(state.log, command);
  let session = state.sessions.get(client);
  if (session === undefined) {
    session = freshSession();
    state.sessions.set(client, session);
  }
  if (isDone(session, seq)) return;
  markDone(session, seq);
  state.store.set(key, value);
}

/** A backup executes what is committed and known to be as the primary has it. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.executed < state.committed && state.executed < state.matched) executeNext(replica, effects);
}

/** Has this operation been executed? */
export function isExecuted(state: State, client: number, seq: number): boolean {
  const session = state.sessions.get(client);
  return session !== undefined && isDone(session, seq);
}

/** 0 where nothing was written. */
export function currentValue(state: State, key: number): number {
  return state.store.get(key) ?? 0;
}
