import { UNSEEN } from './messages.js';
import { numberOf, rowOf } from './slots.js';
import type { Instance, State } from './state.js';

/** The instance space as this replica knows it. */

/** What is known of a slot; null: nothing, or it is dropped. */
export function instanceAt(state: State, slot: number): Instance | null {
  const n = state.rows.length;
  const { base, instances } = state.rows[rowOf(slot, n)];
  return instances[numberOf(slot, n) - base] ?? null;
}

export function isDropped(state: State, slot: number): boolean {
  const n = state.rows.length;
  return numberOf(slot, n) < state.rows[rowOf(slot, n)].base;
}

/** The instance of a slot that is not dropped, put there if there is none; `due`: when to look after it then. */
export function instanceFor(state: State, slot: number, due: number): Instance {
  const n = state.rows.length;
  const { base, instances } = state.rows[rowOf(slot, n)];
  const i = numberOf(slot, n) - base;
  while (instances.length <= i) instances.push(null);
  const found = instances[i];
  if (found !== null) return found;
  const fresh: Instance = {
    promised: 0,
    votedIn: 0,
    status: UNSEEN,
    command: null,
    initial: null,
    value: null,
    covered: 0,
    record: -1,
    onDisk: false,
    duty: '',
    to: 0,
    noted: false,
    due,
    seen: 0,
    stuckOn: -1,
  };
  instances[i] = fresh;
  return fresh;
}

/** The first slot of a row that this replica has nothing of. */
export function topOf({ base, instances }: State['rows'][number]): number {
  return base + instances.length;
}
