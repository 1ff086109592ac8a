import type { Command, Effects } from '../contract.js';
import { freshSession, isDone, markDone, readResult, rememberRead } from '../sessions.js';
import { entryAt, putEntry } from './log.js';
import type { Entry } from './messages.js';
import type { Replica, State } from './state.js';

/**
 * The learner: finds out which entries are chosen and executes them in the order of their slots, each operation once.
 */

/** What a new leader puts into a slot of which nobody has told it anything. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function isNoOp(command: Command): boolean {
  return command.client < 0;
}

/** Executes the chosen command of slot `executed`; its result. A copy of an executed operation only gets the old result. */
export function execute({ state }: Replica, command: Command, effects: Effects): number {
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

/** The leader of `ballot` says that all slots below `chosen` are chosen. */
export function hearChosen(replica: Replica, ballot: number, chosen: number, effects: Effects): void {
  const { state } = replica;
  if (ballot > state.knownIn || (ballot === state.knownIn && chosen > state.known)) {
    state.known = chosen;
    state.knownIn = ballot;
  }
  executeKnown(replica, effects);
}

/**
 * Executes what is known to be chosen and here. In a slot that the leader of ballot b knows to be chosen, an entry of
 * ballot b or higher holds the chosen value: every ballot from the choice on proposes that value and no other ("Paxos
 * Made Simple" §2.2, P2b). An entry of a lower ballot may hold another; it has to be asked for.
 */
export function executeKnown(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.executed < state.known) {
    const entry = entryAt(state.log, state.executed);
    if (entry === null || entry.ballot < state.knownIn) return;
    execute(replica, entry.command, effects);
  }
}

/** Takes chosen entries from another: entries[k] is that of slot first + k, for slots below `end`. */
export function learn(
  replica: Replica,
  first: number,
  entries: readonly (Entry | null)[],
  end: number,
  effects: Effects,
): void {
  const { state } = replica;
  const last = Math.min(end, first + entries.length);
  while (state.executed >= first && state.executed < last) {
    const entry = entries[state.executed - first];
    if (!entry) break;
    putEntry(state.log, state.executed, entry);
    execute(replica, entry.command, effects);
  }
  executeKnown(replica, effects);
}
