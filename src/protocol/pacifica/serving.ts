import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { nameOf } from '../operation.js';
import { currentValue, isExecuted } from '../replicated-map.js';
import { holdsLeases } from './leases.js';
import { propose } from './replication.js';
import { type Replica, send } from './state.js';

/**
 * Clients' requests. A replica that is not primary forwards them and keeps nothing: what gets lost the client sends again.
 *
 * The primary answers reads by itself, from its committed state, while it holds its leases: then it is the primary in the
 * configuration that the manager has, so that no write can have been committed by another. A new one first executes all
 * that it found in its prepared list, for that contains whatever its predecessor has committed.
 *
 * An arbiter has no data, and serves nobody.
 *
 * Without its leases a primary processes nothing, reads or writes: they wait until it has them, or for its successor.
 */
export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  const { primary } = state.configuration;
  if (!isAmong(masksOf(setup).holders, setup)) return;
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(command.client, command.seq, currentValue(state, command.key));
  } else if (primary === setup.self) {
    serve(replica, command, setup.self, effects);
  } else {
    send(effects, primary, { type: 'forward', command });
  }
}

export function onForward(replica: Replica, from: number, command: Command, effects: Effects): void {
  if (replica.state.configuration.primary === replica.setup.self) serve(replica, command, from, effects);
}

/** Leases came, or something was committed: what waited for that is served. */
export function serveWaiting(replica: Replica, effects: Effects): void {
  const { state } = replica;
  if (state.waiting.length === 0 || state.office === null) return;
  if (!holdsLeases(replica, state.office, effects.now)) return;
  const { waiting } = state;
  state.waiting = [];
  for (const { command, origin } of waiting) serve(replica, command, origin, effects);
}

/** Another is primary now: it gets what our own clients have asked and what nobody has begun. */
export function handOver(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { waiting } = state;
  state.waiting = [];
  for (const { command, origin } of waiting) {
    if (origin === setup.self) send(effects, state.configuration.primary, { type: 'forward', command });
  }
}

function serve(replica: Replica, command: Command, origin: number, effects: Effects): void {
  const { state } = replica;
  const { office } = state;
  if (office === null || !holdsLeases(replica, office, effects.now)) {
    state.waiting.push({ command, origin });
  } else if (command.kind === 'write') {
    const slot = office.underWay.get(nameOf(command));
    if (slot !== undefined) office.origins.set(slot, origin);
    else if (isExecuted(state, command))
      answer(replica, origin, command.client, command.seq, command.value, effects);
    else propose(replica, office, command, origin, effects);
  } else if (state.executed < office.start) {
    state.waiting.push({ command, origin });
  } else {
    answer(replica, origin, command.client, command.seq, currentValue(state, command.key), effects);
  }
}
