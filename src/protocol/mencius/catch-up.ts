import type { Effects } from '../contract/machine.js';
import { executeReady } from './executing.js';
import { decide } from './learner.js';
import type { Chosen, Heartbeat, Install, Learn } from './messages.js';
import { noteSkip, ownSkip, skipBelow } from './skipping.js';
import { compact, install } from './snapshots.js';
import { type Replica, send, toOthers } from './state.js';

/**
 * Heartbeats, and catching up: what a replica had executed by its last heartbeat and we have not by this one is lost,
 * not late. It is asked for it and sends commands, or a snapshot where it no longer has those.
 */

export function beat(replica: Replica, effects: Effects): void {
  const { executed, top } = replica.state;
  toOthers(replica, { type: 'heartbeat', executed, top, skip: ownSkip(replica) }, effects);
}

export function onHeartbeat(replica: Replica, from: number, message: Heartbeat, effects: Effects): void {
  const { state, setup } = replica;
  const { executed, top, skip } = message;
  noteSkip(replica, from, skip);
  if (top > state.top) state.top = top;
  skipBelow(replica, top, effects);
  if (executed > state.peers[from]) state.peers[from] = executed;
  executeReady(replica, effects);
  if (state.executed < state.owed[from] && effects.now - state.askedAt >= setup.heartbeat) {
    state.askedAt = effects.now;
    send(effects, from, { type: 'learn', from: state.executed });
  }
  state.owed[from] = executed;
  compact(replica, effects);
}

export function onLearn({ state, limits }: Replica, to: number, { from }: Learn, effects: Effects): void {
  const { log, executed, snapshot } = state;
  if (from < log.base) {
    send(effects, to, { type: 'snapshot', snapshot: snapshot!, executed });
  } else if (from < executed) {
    const start = from - log.base;
    // What is chosen further on, too: those who each know other slots must not wait for one another at every one.
    const commands = log.chosen.slice(start, start + limits.batch);
    send(effects, to, { type: 'chosen', first: from, commands, executed });
  }
}

export function onChosen(replica: Replica, from: number, message: Chosen, effects: Effects): void {
  const { state } = replica;
  const before = state.executed;
  message.commands.forEach((command, k) => {
    if (command !== null) decide(state, message.first + k, command);
  });
  executeReady(replica, effects);
  if (state.executed > before && state.executed < message.executed) {
    send(effects, from, { type: 'learn', from: state.executed });
  }
}

export function onInstall(replica: Replica, from: number, message: Install, effects: Effects): void {
  if (!install(replica, message.snapshot, effects)) return;
  executeReady(replica, effects);
  const { executed } = replica.state;
  if (executed < message.executed) send(effects, from, { type: 'learn', from: executed });
}
