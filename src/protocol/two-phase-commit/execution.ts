import type { Command, Effects } from '../contract.js';
import { freshSession, isDone, markDone, type Session } from '../sessions.js';
import { entryAt } from './log.js';
import type { Replica, State } from './state.js';

/** The key-value map that the log makes, and what is done for each client. */

/** Executes the transaction of the next slot; it is decided. */
export function executeNext({ state }: Replica, effects: Effects): Command {
  const { command } = entryAt(state.log, state.executed)!;
  effects.commit(state.executed, command);
  apply(state, command);
  state.executed++;
  return command;
}

function apply({ store, sessions }: State, command: Command): void {
  if (command.client < 0) return;
  store.set(command.key, command.value);
  markDone(sessionOf(sessions, command.client), command.seq);
}

function sessionOf(sessions: Map<number, Session>, client: number): Session {
  let session = sessions.get(client);
  if (session === undefined) {
    session = freshSession();
    sessions.set(client, session);
  }
  return session;
}

/** Is this write executed? */
export function isExecuted({ sessions }: State, { client, seq }: Command): boolean {
  const session = sessions.get(client);
  return session !== undefined && isDone(session, seq);
}

/** 0 where nothing was written. */
export function currentValue(state: State, key: number): number {
  return state.store.get(key) ?? 0;
}
