import type { Command, Effects } from './contract/machine.js';
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
 * The state machine that is replicated: a map of keys to values, how many writes each key has had, and what has been
 * executed for each client, so that a command that comes twice takes effect once. Every replica that executes the same commands in the same order (or in
 * orders that differ in commands on different keys only) comes to the same state and gives the same answers.
 */
export interface ReplicatedMap {
  readonly store: Map<number, number>;
  /** How many writes have taken effect on each key: shows that one has done so twice. Absent where none has. */
  readonly versions: Map<number, number>;
  readonly sessions: Map<number, Session>;
}

/** The same at a moment in the past. */
export interface ReadonlyReplicatedMap {
  readonly store: ReadonlyMap<number, number>;
  readonly versions: ReadonlyMap<number, number>;
  readonly sessions: ReadonlyMap<number, Session>;
}

/** What fills a slot that no client's command is in. */
export const NO_OP: Command = { client: -1, seq: 0, kind: 'read', key: 0, value: 0 };

export function isNoOp(command: Command): boolean {
  return command.client < 0;
}

/** Before anything has been executed. */
export function emptyMap(): ReplicatedMap {
  return { store: new Map(), versions: new Map(), sessions: new Map() };
}

/**
 * Executes the command of a slot, tells those who listen what that did (`Effects.commit`), and returns the result. A
 * copy of an executed command takes no effect and gets the old result; a no-op takes none either.
 */
export function apply(map: ReplicatedMap, slot: number, command: Command, effects: Effects): number {
  if (isNoOp(command)) {
    effects.commit(slot, command, 0);
    return 0;
  }
  let session = map.sessions.get(command.client);
  if (session === undefined) {
    session = freshSession();
    map.sessions.set(command.client, session);
  } else if (isDone(session, turnOf(command))) {
    effects.commit(slot, command, 0);
    return resultAgain(map, command);
  }
  markDone(session, turnOf(command));
  if (command.kind === 'write') {
    const version = (map.versions.get(command.key) ?? 0) + 1;
    map.versions.set(command.key, version);
    map.store.set(command.key, command.value);
    effects.commit(slot, command, version);
    return command.value;
  }
  const result = currentValue(map, command.key);
  rememberRead(session, command.seq, result);
  effects.commit(slot, command, 0);
  return result;
}

/** The number by which a session knows an operation. */
export function turnOf({ turn, seq }: Pick<Command, 'turn' | 'seq'>): number {
  return turn ?? seq;
}

/** Has this operation been executed, as one of the log? */
export function isExecuted(map: ReplicatedMap, command: Command): boolean {
  const session = map.sessions.get(command.client);
  const turn = turnOf(command);
  return turn > 0 && session !== undefined && isDone(session, turn);
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
export function copyOf({ store, versions, sessions }: ReadonlyReplicatedMap): ReplicatedMap {
  return { store: new Map(store), versions: new Map(versions), sessions: copySessions(sessions) };
}
