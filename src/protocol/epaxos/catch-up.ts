import type { Effects } from '../contract/machine.js';
import { learn } from './learner.js';
import { type Attributes, COMMITTED, type Commits, type Heartbeat, type Learn } from './messages.js';
import { instanceAt, isDropped } from './rows.js';
import { slotOf } from './slots.js';
import { type Replica, send, toOthers } from './state.js';

/**
 * Heartbeats, and catching up: what a replica had executed by its last heartbeat and is not committed here by this one
 * is lost, not late. It is asked for it.
 */

export function beat(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const executed = state.rows.map((row) => row.executed);
  toOthers(
    replica,
    { type: 'heartbeat', executed, safe: state.safe, floor: state.floors[setup.self] },
    effects,
  );
}

export function onHeartbeat(replica: Replica, from: number, message: Heartbeat, effects: Effects): void {
  const { state, setup } = replica;
  if (message.floor > state.floors[from]) state.floors[from] = message.floor;
  const before = state.peersExecuted[from];
  state.peersExecuted[from] = message.executed.slice();
  for (let row = 0; row < setup.n; row++) {
    state.peersSafe[from][row] = Math.max(state.peersSafe[from][row], message.safe[row]);
  }
  if (effects.now - state.askedAt < setup.heartbeat) return;
  const slots = missing(replica, before);
  if (slots.length === 0) return;
  state.askedAt = effects.now;
  send(effects, from, { type: 'learn', slots });
}

function missing({ state, setup, limits }: Replica, before: readonly number[]): number[] {
  const slots: number[] = [];
  for (let row = 0; row < setup.n; row++) {
    for (let number = state.rows[row].executed; number < before[row]; number++) {
      const slot = slotOf(row, number, setup.n);
      if ((instanceAt(state, slot)?.status ?? 0) >= COMMITTED) continue;
      slots.push(slot);
      if (slots.length >= limits.batch) return slots;
    }
  }
  return slots;
}

export function onLearn({ state }: Replica, from: number, message: Learn, effects: Effects): void {
  const slots: number[] = [];
  const values: Attributes[] = [];
  for (const slot of message.slots) {
    const instance = instanceAt(state, slot);
    if (instance === null || instance.status < COMMITTED) continue;
    slots.push(slot);
    values.push(instance.value!);
  }
  if (slots.length > 0) send(effects, from, { type: 'commits', slots, values });
}

export function onCommits(replica: Replica, message: Commits, effects: Effects): void {
  message.slots.forEach((slot, i) => {
    if (!isDropped(replica.state, slot)) learn(replica, slot, message.values[i], effects);
  });
}
