import type { Effects } from '../contract/machine.js';
import { copyOf } from '../replicated-map.js';
import { copyMarks } from './interference.js';
import { learn } from './learner.js';
import { type Attributes, EXECUTED } from './messages.js';
import { note, settle } from './noting.js';
import { type Entry, FLOOR, isFinished, SNAPSHOT, type Snapshot } from './records.js';
import { instanceAt, instanceFor, topOf } from './rows.js';
import { numberOf, rowOf, slotOf } from './slots.js';
import { type Instance, isLearner, type Replica } from './state.js';

/**
 * After a crash. A command leader sends its pre-accepts while it writes, so it may have used instances that its disk
 * knows nothing of; but none farther than a window above the highest of which it does. It begins beyond (that is the
 * floor), and recovers what is below like anybody would: nothing is known there of this life.
 *
 * What interferes with those instances it cannot tell. Others rely on it (rule 4 in recovery.ts: who proposed a command
 * never votes, without a dependency on it, for one that interferes). So it makes everything depend on everything of its
 * own row up to the floor, for good; and so do the others once they hear of it, that votes may be equal again.
 */
export function restart(replica: Replica, durable: ReadonlyMap<number, unknown>, effects: Effects): void {
  const { state, setup } = replica;
  const { n, self } = setup;
  const snapshot = durable.get(SNAPSHOT) as Snapshot | undefined;
  if (snapshot !== undefined) restoreFrom(replica, snapshot);
  const isSaved = (slot: number): boolean =>
    snapshot !== undefined &&
    (numberOf(slot, n) < snapshot.executed[rowOf(slot, n)] || snapshot.above.includes(slot));
  let used = snapshot === undefined ? -1 : snapshot.next - 1;
  const keys = [...durable.keys()].filter((key) => key >= 0).sort((a, b) => a - b);
  const committed: [number, Attributes][] = [];
  setBases(
    replica,
    keys.map((key) => durable.get(key) as Entry),
    snapshot,
  );
  for (const key of keys) {
    const entry = durable.get(key) as Entry;
    state.journal = key + 1;
    if (isFinished(entry)) {
      entry.slots.forEach((slot, i) => {
        if (found(replica, slot, key, effects) !== null) committed.push([slot, entry.values[i]]);
      });
      continue;
    }
    const { slot, ...vote } = entry;
    if (rowOf(slot, n) === self) used = Math.max(used, numberOf(slot, n));
    const instance = found(replica, slot, key, effects);
    if (instance !== null) Object.assign(instance, vote);
  }
  if (!isLearner(replica)) beginAbove(replica, used, durable, effects);
  settleAll(replica, effects);
  for (const [slot, value] of committed) {
    if (isSaved(slot)) restoreExecuted(replica, slot, value);
    else learn(replica, slot, value, effects);
  }
  for (const row of state.rows)
    while (row.instances[row.executed - row.base]?.status === EXECUTED) row.executed++;
}

/** The floor of the new life. */
function beginAbove(
  { state, setup, limits }: Replica,
  used: number,
  durable: ReadonlyMap<number, unknown>,
  effects: Effects,
): void {
  const { n, self } = setup;
  const floor = Math.max((durable.get(FLOOR) as number | undefined) ?? 0, used + 1) + limits.window;
  state.floors[self] = floor - 1;
  state.next = floor;
  state.firstOfLife = floor;
  state.sure = floor - limits.window;
  effects.persist(FLOOR, floor, FLOOR);
  for (let i = state.rows[self].base; i < floor; i++) instanceFor(state, slotOf(self, i, n), effects.now);
}

function found(replica: Replica, slot: number, key: number, effects: Effects): Instance | null {
  const { state } = replica;
  if (numberOf(slot, state.rows.length) < state.rows[rowOf(slot, state.rows.length)].base) return null;
  const instance = instanceFor(state, slot, effects.now);
  instance.record = key;
  instance.onDisk = true;
  return instance;
}

/** Below the snapshot, what the journal no longer holds is dropped; of what it holds, the last unbroken stretch is kept. */
function setBases(
  { state, setup }: Replica,
  entries: readonly Entry[],
  snapshot: Snapshot | undefined,
): void {
  if (snapshot === undefined) return;
  const held = new Set<number>();
  for (const entry of entries) if (isFinished(entry)) for (const slot of entry.slots) held.add(slot);
  state.rows.forEach((row, r) => {
    let base = snapshot.executed[r];
    while (base > 0 && held.has(slotOf(r, base - 1, setup.n))) base--;
    row.base = base;
    row.known = base;
    row.executed = base;
  });
}

function restoreFrom({ state }: Replica, snapshot: Snapshot): void {
  Object.assign(state, copyOf(snapshot));
  state.marks = copyMarks(snapshot.marks);
  state.safe = snapshot.executed.slice();
}

/** Everything else is as undecided as the records say, and looked after at once. */
function settleAll(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  state.rows.forEach((row, r) => {
    for (let number = row.base; number < topOf(row); number++) {
      const slot = slotOf(r, number, setup.n);
      const instance = instanceAt(state, slot);
      if (instance === null) continue;
      instance.due = effects.now;
      note(replica, slot, instance);
    }
  });
}

/** The snapshot holds its effects. */
function restoreExecuted(replica: Replica, slot: number, value: Attributes): void {
  const { state } = replica;
  const instance = instanceAt(state, slot)!;
  if (instance.status === EXECUTED) return; // Saved twice: there was a crash before the first snapshot was on disk.
  if (instance.noted) settle(state, slot, instance.command!.key);
  instance.noted = true;
  instance.status = EXECUTED;
  instance.value = value;
  note(replica, slot, instance);
}
