import type { Command, Effects } from '../contract.js';
import { freshSession, isDone, markDone, readResult, rememberRead } from '../sessions.js';
import { chosenAt, putChosen } from './log.js';
import { ownerOf } from './slots.js';
import type { Replica, State } from './state.js';

/** The learner: what is decided, and what executing it does, each operation once. */

/** What stands in slots that were skipped or revoked. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function isNoOp(command: Command): boolean {
  return command.client < 0;
}

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
  effects.commit(slot, command);
  apply(state, command);
  if (ownerOf(slot, setup.n) === setup.self) finishOwn(state, slot, effects);
}

function apply(state: State, command: Command): void {
  if (isNoOp(command)) return;
  let session = state.sessions.get(command.client);
  if (session === undefined) {
    session = freshSession();
    state.sessions.set(command.client, session);
  } else if (isDone(session, command.seq)) {
    return;
  }
  markDone(session, command.seq);
  if (command.kind === 'write') state.store.set(command.key, command.value);
  else rememberRead(session, command.seq, currentValue(state, command.key));
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

/** Has this operation been executed? */
export function isExecuted(state: State, { client, seq }: Command): boolean {
  const session = state.sessions.get(client);
  return session !== undefined && isDone(session, seq);
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
