import type { Command, Effects } from '../contract.js';
import { freshSession, isDone, markDone } from '../sessions.js';
import { entryAt } from './log.js';
import { answer, type Replica, type State } from './state.js';

/** The committed list, and the key-value map that executing it makes: each operation once (sessions.ts). Only writes are in it. */

/** Executes what is committed and known to be as the primary has it. A primary answers the clients. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const end = Math.min(state.committed, state.matched);
  while (state.executed < end) {
    const slot = state.executed;
    const { command } = entryAt(state.log, slot);
    effects.commit(slot, command);
    apply(state, command);
    state.executed++;
    if (state.office !== null) conclude(replica, slot, command, effects);
  }
}

function apply(state: State, { client, seq, key, value }: Command): void {
  let session = state.sessions.get(client);
  if (session === undefined) {
    session = freshSession();
    state.sessions.set(client, session);
  } else if (isDone(session, seq)) {
    return; // A copy: its client, or the one it went through, tried again under another primary.
  }
  markDone(session, seq);
  state.store.set(key, value);
}

function conclude(replica: Replica, slot: number, command: Command, effects: Effects): void {
  const office = replica.state.office!;
  office.underWay.delete(nameOf(command));
  const origin = office.origins.get(slot);
  if (origin === undefined) return;
  office.origins.delete(slot);
  answer(replica, origin, command, command.value, effects);
}

/** Has this operation been executed? */
export function isExecuted({ sessions }: State, { client, seq }: Command): boolean {
  const session = sessions.get(client);
  return session !== undefined && isDone(session, seq);
}

/** 0 where nothing was written. */
export function currentValue({ store }: State, key: number): number {
  return store.get(key) ?? 0;
}

/** One number for an operation; exact for seq < 2³¹ and client < 2²². */
export function nameOf({ client, seq }: Command): number {
  return client * 2147483648 + seq;
}
