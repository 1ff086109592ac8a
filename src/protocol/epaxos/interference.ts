import type { Command } from '../contract/machine.js';
import { isNoOp } from '../replicated-map.js';
import { type Attributes, COMMITTED, EXECUTED, interferes, type Objections } from './messages.js';
import type { Marks } from './records.js';
import { instanceAt } from './rows.js';
import { numberOf, rowOf } from './slots.js';
import type { Replica, State } from './state.js';

/**
 * What interferes with what. Of each key a replica remembers the last instance of every row that writes it and that
 * reads it, whatever became of it; so the dependencies of a command are one number a row (SOSP 2013, §4.5).
 */
export function freshMarks(n: number): Marks {
  const none = (): number[] => new Array<number>(n).fill(-1);
  return {
    writes: none(),
    reads: none(),
    writeSeq: 0,
    readSeq: 0,
    writesDone: none(),
    readsDone: none(),
    writeSeqDone: 0,
    readSeqDone: 0,
  };
}

export function copyMarks(marks: ReadonlyMap<number, Marks>): Map<number, Marks> {
  const copy = new Map<number, Marks>();
  for (const [key, of] of marks) {
    copy.set(key, {
      ...of,
      writes: of.writes.slice(),
      reads: of.reads.slice(),
      writesDone: of.writesDone.slice(),
      readsDone: of.readsDone.slice(),
    });
  }
  return copy;
}

function marksOf({ marks, rows }: State, key: number): Marks {
  let found = marks.get(key);
  if (found === undefined) {
    found = freshMarks(rows.length);
    marks.set(key, found);
  }
  return found;
}

/** Marks an instance's command; what was marked stays so, also where the instance is given up: others may know it. */
export function mark(state: State, slot: number, { command, seq }: Attributes): void {
  const marks = marksOf(state, command.key);
  const n = state.rows.length;
  const isWrite = command.kind === 'write';
  const last = isWrite ? marks.writes : marks.reads;
  const row = rowOf(slot, n);
  last[row] = Math.max(last[row], numberOf(slot, n));
  if (isWrite) marks.writeSeq = Math.max(marks.writeSeq, seq);
  else marks.readSeq = Math.max(marks.readSeq, seq);
}

export function markDone(state: State, slot: number, { command, seq }: Attributes): void {
  const marks = marksOf(state, command.key);
  const n = state.rows.length;
  const isWrite = command.kind === 'write';
  const last = isWrite ? marks.writesDone : marks.readsDone;
  const row = rowOf(slot, n);
  last[row] = Math.max(last[row], numberOf(slot, n));
  if (isWrite) marks.writeSeqDone = Math.max(marks.writeSeqDone, seq);
  else marks.readSeqDone = Math.max(marks.readSeqDone, seq);
}

/** The place in the order that a command must have by what this replica knows. */
export function placeOf(state: State, command: Command): Attributes {
  const { floors } = state;
  const marks = state.marks.get(command.key);
  if (marks === undefined) return { command, seq: 1, deps: floors.slice() };
  const isWrite = command.kind === 'write';
  const deps = floors.map((floor, row) =>
    Math.max(floor, marks.writes[row], isWrite ? marks.reads[row] : -1),
  );
  return { command, seq: 1 + Math.max(marks.writeSeq, isWrite ? marks.readSeq : 0), deps };
}

/**
 * The place in the order that this replica asks for, for another's command: no earlier than its leader asked for. In
 * its own row the leader knows best.
 */
export function mergedPlace(state: State, slot: number, initial: Attributes): Attributes {
  const mine = placeOf(state, initial.command);
  const own = rowOf(slot, state.rows.length);
  const deps = initial.deps.map((number, row) => (row === own ? number : Math.max(number, mine.deps[row])));
  return { command: initial.command, seq: Math.max(initial.seq, mine.seq), deps };
}

/** Does what has this place depend on that slot, if they interfere? */
export function dependsOn({ deps }: Attributes, slot: number): boolean {
  return numberOf(slot, deps.length) <= deps[rowOf(slot, deps.length)];
}

/** Rows in which every instance that it depends on is known to be committed, as a mask. */
export function coveredRows(state: State, slot: number, { command, deps }: Attributes): number {
  let covered = 0;
  for (let row = 0; row < deps.length; row++) {
    if (deps[row] < state.rows[row].known) covered |= 1 << row;
  }
  for (const other of state.pending.get(command.key) ?? []) {
    const row = rowOf(other, deps.length);
    if (other === slot || numberOf(other, deps.length) > deps[row]) continue;
    const instance = instanceAt(state, other)!;
    if (instance.status < COMMITTED && interferes(command, instance.command!)) covered &= ~(1 << row);
  }
  return covered;
}

/**
 * What speaks against an instance's having been committed on the fast path, with these attributes, and against
 * committing it so now (TryPreAccept of CMU-PDL-13-111, §6.2; Ryabinin, Gotsman, Sutra, OPODIS 2025, validate).
 */
export function objectionsTo({ state }: Replica, slot: number, initial: Attributes): Objections {
  const { command, deps, seq } = initial;
  const unordered: number[] = [];
  const notBelow: number[] = [];
  let against = false;
  const marks = state.marks.get(command.key);
  if (marks !== undefined) {
    // Executed, and this one not even committed: so it does not depend on this one.
    const isWrite = command.kind === 'write';
    for (let row = 0; row < deps.length; row++) {
      if (marks.writesDone[row] > deps[row] || (isWrite && marks.readsDone[row] > deps[row])) against = true;
    }
    if (marks.writeSeqDone >= seq || (isWrite && marks.readSeqDone >= seq)) against = true;
  }
  for (const other of state.pending.get(command.key) ?? []) {
    const instance = instanceAt(state, other)!;
    if (other === slot || instance.status === EXECUTED || !interferes(command, instance.command!)) continue;
    const isCommitted = instance.status === COMMITTED;
    const least = isCommitted ? instance.value! : (instance.initial ?? instance.value!);
    if (isNoOp(least.command)) continue;
    if (!dependsOn(initial, other)) {
      if (dependsOn(least, slot)) continue;
      if (isCommitted) against = true;
      else unordered.push(other);
    } else if (Math.max(instance.value?.seq ?? 0, least.seq) >= seq) {
      if (isCommitted) against = true;
      else notBelow.push(other);
    }
  }
  return { against, unordered, notBelow };
}
