import type { Effects } from '../contract/machine.js';
import { copyOf } from '../replicated-map.js';
import { copyMarks } from './interference.js';
import { type Attributes, EXECUTED } from './messages.js';
import { SNAPSHOT } from './records.js';
import { instanceAt, isDropped } from './rows.js';
import { slotOf } from './slots.js';
import type { Replica, State } from './state.js';

/**
 * Snapshots, so that memory and disk hold the last stretch only. A snapshot is on disk before what it replaces is
 * dropped; and it is dropped only once every replica has told that its own snapshot on disk holds it too. So no replica
 * ever asks for what has been dropped, and snapshots need not be sent. The price: for a replica that is down everything
 * is kept until it is back.
 */

/** Begins a snapshot if there is enough to save: at least an instance for every key and session to be copied. */
export function save({ state, limits }: Replica, effects: Effects): void {
  if (state.saving !== null) return;
  const copied = state.marks.size + state.sessions.size;
  if (state.unsaved.length < Math.max(limits.snapshotEvery, copied)) return;
  const above: number[] = [];
  state.rows.forEach(({ base, executed, instances }, row) => {
    for (let number = executed; number < base + instances.length; number++) {
      if (instances[number - base]?.status === EXECUTED) above.push(slotOf(row, number, state.rows.length));
    }
  });
  const slots = state.unsaved.filter((slot) => !isDropped(state, slot));
  const values: Attributes[] = slots.map((slot) => instanceAt(state, slot)!.value!);
  state.unsaved = [];
  state.saving = {
    executed: state.rows.map(({ executed }) => executed),
    above,
    next: state.next,
    ...copyOf(state),
    marks: copyMarks(state.marks),
  };
  const key = state.journal++;
  state.savingAfter = key;
  for (const slot of slots) instanceAt(state, slot)!.record = key;
  effects.persist(key, { slots, values }, key);
}

/** What was executed is in the journal; now comes what executing it has made. */
export function onFinishedWritten({ state }: Replica, effects: Effects): void {
  state.savingAfter = -1;
  effects.persist(SNAPSHOT, state.saving, SNAPSHOT);
}

export function onSnapshotWritten({ state }: Replica): void {
  state.safe = state.saving!.executed.slice();
  state.saving = null;
}

/** Drops what everybody has on disk for good. */
export function drop(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  let dropped = false;
  state.rows.forEach((row, r) => {
    let base = state.safe[r];
    for (let i = 0; i < setup.n; i++) if (i !== setup.self) base = Math.min(base, state.peersSafe[i][r]);
    if (base <= row.base) return;
    row.instances.splice(0, base - row.base);
    row.base = base;
    dropped = true;
  });
  if (dropped) effects.forget(firstNeeded(state));
}

/** The first entry of the journal that is the last about an instance not dropped. */
function firstNeeded({ rows, journal, savingAfter }: State): number {
  let first = savingAfter >= 0 ? savingAfter : journal;
  for (const { instances } of rows) {
    for (const instance of instances) {
      if (instance !== null && instance.record >= 0 && instance.record < first) first = instance.record;
    }
  }
  return first;
}
