import type { Effects } from '../contract/machine.js';
import { snapshotFor } from '../log/witness.js';
import { ownSnapshot } from './cutting.js';
import { executeKnown, learn } from './learner.js';
import type { Chosen, Install, Learn } from './messages.js';
import { send } from './sending.js';
import { install } from './snapshots.js';
import type { Replica } from './state.js';

/**
 * Catching up: "Paxos Made Live" §5.5. Slots that a heartbeat told to be chosen and that are not here by the
 * next are lost, not late: a restart, a partition, a lost message. The leader is asked for them and sends entries, or a
 * snapshot where it no longer has those.
 */

/** With every heartbeat: is anything missing that was chosen by the last? (Rounds for reads come closer together.) */
export function askForMissing({ state, setup }: Replica, chosen: number, effects: Effects): void {
  if (effects.now - state.owedAt < setup.heartbeat) return;
  if (state.executed < state.owed) askFor(state.leader, state.executed, effects);
  state.owed = chosen;
  state.owedAt = effects.now;
}

function askFor(leader: number, from: number, effects: Effects): void {
  send(effects, leader, { type: 'learn', from });
}

export function onLearn(replica: Replica, from: number, message: Learn, effects: Effects): void {
  const { state, setup, limits } = replica;
  const { log, executed } = state;
  if (message.from < log.base) {
    // A witness that was asked as a leader of before has none to give.
    const snapshot = ownSnapshot(replica);
    if (snapshot !== null) {
      send(effects, from, { type: 'snapshot', snapshot: snapshotFor(setup, snapshot, from), executed });
    }
  } else if (message.from < executed) {
    const start = message.from - log.base;
    const end = Math.min(start + limits.batch, executed - log.base);
    const entries = log.entries.slice(start, end);
    send(effects, from, { type: 'chosen', first: message.from, entries, executed });
  }
}

export function onChosen(replica: Replica, from: number, message: Chosen, effects: Effects): void {
  const { state } = replica;
  if (state.office !== null) return; // A leader knows as much; this was asked for before.
  const before = state.executed;
  learn(replica, message.first, message.entries, message.executed, effects);
  if (state.executed > before && state.executed < message.executed) askFor(from, state.executed, effects);
}

export function onInstall(replica: Replica, from: number, message: Install, effects: Effects): void {
  const { state } = replica;
  if (state.office !== null || message.snapshot.executed <= state.executed) return;
  install(replica, message.snapshot, effects);
  executeKnown(replica, effects);
  if (state.executed < message.executed) askFor(from, state.executed, effects);
}
