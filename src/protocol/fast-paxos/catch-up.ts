import type { Command, Effects } from '../contract/machine.js';
import { executeChosen, learn } from './learner.js';
import type { Chosen, Install, Learn } from './messages.js';
import { send } from './sending.js';
import { install } from './snapshots.js';
import type { Replica } from './state.js';

/**
 * Catching up (Chandra, Griesemer, Redstone, "Paxos Made Live", PODC 2007, §5.5): slots that a heartbeat told to be
 * chosen and that are not here by the next are lost, not late. The coordinator is asked for them and sends commands, or
 * a snapshot where it no longer has those.
 */

/** With every heartbeat: is anything missing that was executed elsewhere by the last? */
export function askForMissing({ state, setup }: Replica, executed: number, effects: Effects): void {
  if (effects.now - state.owedAt < setup.heartbeat) return;
  if (state.executed < state.owed) askFor(state.leader, state.executed, effects);
  state.owed = executed;
  state.owedAt = effects.now;
}

function askFor(leader: number, from: number, effects: Effects): void {
  send(effects, leader, { type: 'learn', from });
}

export function onLearn({ state, limits }: Replica, from: number, message: Learn, effects: Effects): void {
  const { log, executed, snapshot } = state;
  if (message.from < log.base) {
    send(effects, from, { type: 'snapshot', snapshot: snapshot!, executed });
  } else if (message.from < executed) {
    const start = message.from - log.base;
    const end = Math.min(start + limits.batch, executed - log.base);
    const commands = log.chosen.slice(start, end) as Command[];
    send(effects, from, { type: 'chosen', first: message.from, commands, executed });
  }
}

export function onChosen(replica: Replica, from: number, message: Chosen, effects: Effects): void {
  const { state } = replica;
  if (state.office !== null) return; // A coordinator knows as much; this was asked for before.
  const before = state.executed;
  learn(replica, message.first, message.commands);
  executeChosen(replica, effects);
  if (state.executed > before && state.executed < message.executed) askFor(from, state.executed, effects);
}

export function onInstall(replica: Replica, from: number, message: Install, effects: Effects): void {
  const { state } = replica;
  if (state.office !== null || message.snapshot.executed <= state.executed) return;
  install(replica, message.snapshot, effects);
  executeChosen(replica, effects);
  if (state.executed < message.executed) askFor(from, state.executed, effects);
}
