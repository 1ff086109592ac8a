import type { Effects } from '../contract.js';
import { truncate } from './log.js';
import type { Replica, State } from './state.js';

/** The key-value map that the committed part of the log makes. */

/** Executes the next slot; it is committed. */
export function executeNext({ state }: Replica, effects: Effects): void {
  effects.commit(state.executed, state.log.entries[state.executed].command);
  apply(state, state.executed);
  state.executed++;
}

/** A backup executes what is committed and known to be as the primary has it. */
export function executeCommitted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.executed < state.committed && state.executed < state.matched) executeNext(replica, effects);
}

/** Drops the slots from `end` on, and undoes those that were executed: the store is made again from the start. */
export function rollBack({ state }: Replica, end: number, effects: Effects): void {
  truncate(state.log, end);
  state.matched = Math.min(state.matched, end);
  if (state.executed <= end) return;
  state.store.clear();
  for (let slot = 0; slot < end; slot++) apply(state, slot);
  state.executed = end;
  state.committed = end;
  effects.restored?.(end);
}

function apply({ log, store }: State, slot: number): void {
  const { client, key, value } = log.entries[slot].command;
  if (client >= 0) store.set(key, value);
}

/** 0 where nothing was written. */
export function currentValue(state: State, key: number): number {
  return state.store.get(key) ?? 0;
}
