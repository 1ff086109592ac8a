import type { Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { apply } from '../replicated-map.js';
import { advanceExecuted } from './executed.js';
import { markDone } from './interference.js';
import { type Attributes, COMMITTED, EXECUTED, interferes } from './messages.js';
import { settle, untilKnown } from './noting.js';
import { instanceAt, instanceFor } from './rows.js';
import { numberOf, rowOf, slotOf } from './slots.js';
import { drawPatience, type Replica, type State } from './state.js';

/**
 * Execution (SOSP 2013, §4.4): an instance is executed once everything that it depends on, directly or not, is
 * committed. Strongly connected components of the graph of dependencies come one after the other, those depended on
 * first; within a component the order is that of seq, then of slots. An edge goes to every interfering instance up to
 * the number in `deps`: those that commute are not waited for, once their command is known.
 */

/** Executes what the latest commits have made ready. */
export function executeReady(replica: Replica, effects: Effects): void {
  const { state } = replica;
  for (let root = state.agenda.pop(); root !== undefined; root = state.agenda.pop()) {
    if (instanceAt(state, root)?.status === COMMITTED) executeFrom(replica, root, effects);
  }
}

interface Visit {
  readonly slot: number;
  readonly number: number;
  low: number;
  readonly edges: readonly number[];
  next: number;
}

/**
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion. Components come out with those
 * that they depend on before them, so that each is executed as soon as it is found. Where something is not committed
 * this ends, and is begun again when that is; whatever led there is stuck on it until then, and need not be followed.
 */
function executeFrom(replica: Replica, root: number, effects: Effects): void {
  const { state } = replica;
  const numbers = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const path: Visit[] = [];
  const enter = (slot: number): boolean => {
    const instance = instanceAt(state, slot)!;
    const isStuck = state.waiters.has(instance.stuckOn);
    const edges = isStuck ? instance.stuckOn : edgesOf(replica, slot, effects);
    if (typeof edges === 'number') {
      instance.stuckOn = edges;
      for (const visit of path) instanceAt(state, visit.slot)!.stuckOn = edges;
      waitFor(state, edges, root);
      return false;
    }
    const number = numbers.size;
    numbers.set(slot, number);
    open.push(slot);
    isOpen.add(slot);
    path.push({ slot, number, low: number, edges, next: 0 });
    return true;
  };
  if (!enter(root)) return;
  while (path.length > 0) {
    const visit = path[path.length - 1];
    if (visit.next < visit.edges.length) {
      const to = visit.edges[visit.next++];
      const number = numbers.get(to);
      if (number === undefined) {
        if (!enter(to)) return;
      } else if (isOpen.has(to)) {
        visit.low = Math.min(visit.low, number);
      }
      continue;
    }
    path.pop();
    if (path.length > 0) {
      const parent = path[path.length - 1];
      parent.low = Math.min(parent.low, visit.low);
    }
    if (visit.low < visit.number) continue;
    const component = open.splice(open.indexOf(visit.slot));
    for (const slot of component) isOpen.delete(slot);
    component.sort((a, b) => valueAt(state, a).seq - valueAt(state, b).seq || a - b);
    for (const slot of component) execute(replica, slot, effects);
  }
}

function valueAt(state: State, slot: number): Attributes {
  return instanceAt(state, slot)!.value!;
}

/** The pending instances that it depends on; or what it has to wait for: a commit, or a command to be known. */
function edgesOf(replica: Replica, slot: number, effects: Effects): number[] | number {
  const { state, setup } = replica;
  const value = valueAt(state, slot);
  const { command, deps } = value;
  for (let row = 0; row < deps.length; row++) {
    const { known } = state.rows[row];
    if (deps[row] < known) continue;
    // It may interfere, who knows.
    const due = effects.now + drawPatience(replica, effects);
    instanceFor(state, slotOf(row, deps[row], setup.n), due);
    return untilKnown(slotOf(row, known, setup.n));
  }
  const edges: number[] = [];
  for (const other of state.pending.get(command.key)!) {
    if (other === slot || numberOf(other, setup.n) > deps[rowOf(other, setup.n)]) continue;
    const instance = instanceAt(state, other)!;
    if (!interferes(command, instance.command!)) continue;
    if (instance.status !== COMMITTED) return other;
    edges.push(other);
  }
  return edges;
}

function waitFor(state: State, slot: number, root: number): void {
  const waiters = state.waiters.get(slot);
  if (waiters === undefined) state.waiters.set(slot, [root]);
  else waiters.push(root);
}

function execute(replica: Replica, slot: number, effects: Effects): void {
  const { state } = replica;
  const instance = instanceAt(state, slot)!;
  const value = instance.value!;
  const { command } = value;
  instance.status = EXECUTED;
  settle(state, slot, command.key);
  markDone(state, slot, value);
  const result = apply(state, slot, command, effects);
  if (state.asked.delete(nameOf(command))) effects.reply(command.client, command.seq, result);
  advanceExecuted(replica, slot);
}
