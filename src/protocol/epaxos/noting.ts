import type { Command } from '../contract/machine.js';
import { isNoOp } from '../replicated-map.js';
import { mark } from './interference.js';
import { COMMITTED } from './messages.js';
import { rowOf, slotOf } from './slots.js';
import type { Instance, Replica, State } from './state.js';

/** The command of this instance is known now, or its place in the order has changed. */
export function note({ state }: Replica, slot: number, instance: Instance): void {
  const { initial, value } = instance;
  instance.command ??= initial?.command ?? commandOf(instance);
  const { command } = instance;
  if (command === null) return;
  if (initial !== null) mark(state, slot, initial);
  if (value !== null && !isNoOp(value.command)) mark(state, slot, value);
  if (!instance.noted && !isNoOp(command)) {
    instance.noted = true;
    const pending = state.pending.get(command.key);
    if (pending === undefined) state.pending.set(command.key, [slot]);
    else pending.push(slot);
  }
  advanceKnown(state, rowOf(slot, state.rows.length));
}

/** That an instance is to be given up for nothing does not tell what was in it, until it is. */
function commandOf({ value, status }: Instance): Command | null {
  return value === null || (isNoOp(value.command) && status < COMMITTED) ? null : value.command;
}

function advanceKnown(state: State, row: number): void {
  const { base, instances, known } = state.rows[row];
  let next = known;
  for (; next < base + instances.length; next++) {
    const instance = instances[next - base];
    if (instance === null || instance.command === null) break;
    wake(state, untilKnown(slotOf(row, next, state.rows.length)));
  }
  state.rows[row].known = next;
}

/** The name under which to wait for the command of a slot; under the slot's own number one waits for its commit. */
export function untilKnown(slot: number): number {
  return -2 - slot;
}

/** Those who waited for this slot are to be tried again. */
export function wake(state: State, slot: number): void {
  const waiters = state.waiters.get(slot);
  if (waiters === undefined) return;
  state.waiters.delete(slot);
  state.agenda.push(...waiters);
}

/** It is executed, or given up: no longer pending. */
export function settle(state: State, slot: number, key: number): void {
  const pending = state.pending.get(key)!;
  if (pending.length === 1) state.pending.delete(key);
  else pending.splice(pending.indexOf(slot), 1);
}
