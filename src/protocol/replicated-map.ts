import type { Command } from './contract.js';
import {
  copySessions,
  freshSession,
  isDone,
  markDone,
  readResult,
  rememberRead,
  type Session,
} from './sessions.js';

/**
 * The state machine that is replicated: a map of keys to values, and what has been executed for each client, so that a
 * command that comes twice takes effect once. Every replica that executes the same commands in the same order (or in
 * orders that differ in commands on different keys only) comes to the same state and gives the same answers.
 */
export interface ReplicatedMap {
  readonly store: Map<number, number>;
  readonly sessions: Map<number, Session>;
}

/** The same at a moment in the past. */
export interface ReadonlyReplicatedMap {
  readonly store: ReadonlyMap<number, number>;
  readonly sessions: ReadonlyMap<number, Session>;
}

/** What fills a slot that no client's command is in. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function isNoOp(command: Command): boolean {
  return command.client < 0;
}

/** Executes a command and returns its result; a copy of an executed one only gets the old result. A no-op does nothing. */
export function apply(map: ReplicatedMap, command: Command): number {
  if (isNoOp(command)) return 0;
  let session = map.sessions.get(command.client);
  if (session === undefined) {
    session = freshSession();
    map.sessions.set(command.client, session);
  } else if (isDone(session, command.seq)) {
    return resultAgain(map, command);
  }
  markDone(session, command.seq);
  if (command.kind === 'write') {
    map.store.set(command.key, command.value);
    return command.value;
  }
  const result = currentValue(map, command.key);
  rememberRead(session, command.seq, result);
  return result;
}

/** Has this operation been executed? */
export function isExecuted(map: ReplicatedMap, command: Command): boolean {
  const session = map.sessions.get(command.client);
  return session !== undefined && isDone(session, command.seq);
}

/** The result of an operation that has been executed. */
export function resultAgain(map: ReplicatedMap, command: Command): number {
  if (command.kind === 'write') return command.value;
  const session = map.sessions.get(command.client);
  const kept = session === undefined ? undefined : readResult(session, command.seq);
  return kept ?? currentValue(map, command.key);
}

/** 0 where nothing was written. */
export function currentValue(map: ReplicatedMap, key: number): number {
  return map.store.get(key) ?? 0;
}

/** As it is now, for a snapshot, or out of one. */
export function copyOf({ store, sessions }: ReadonlyReplicatedMap): ReplicatedMap {
  return { store: new Map(store), sessions: copySessions(sessions) };
}
