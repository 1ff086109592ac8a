import type { Command, Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { currentValue, isExecuted } from '../replicated-map.js';
import { headOf, maskOf, tailOf } from './configuration.js';
import { holdsLeases } from './leases.js';
import { propose } from './propagation.js';
import { isActingHead, type Replica, send } from './state.js';

/**
 * Clients' requests: updates go to the head, queries to the tail (§2.1, §3.1). Another replica passes them on and keeps
 * nothing: what gets lost the client sends again. Whoever answers, the tail in general, does so directly.
 *
 * The tail answers queries from its committed state, while it holds its leases. One that has asked for a successor answers
 * none until it knows what was decided: the other may be tail already.
 */
export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const place = placeOf(replica, command);
  if (place === replica.setup.self) serve(replica, command, effects);
  else send(effects, place, { type: 'forward', command });
}

export function onForward(replica: Replica, command: Command, effects: Effects): void {
  if (placeOf(replica, command) === replica.setup.self) serve(replica, command, effects);
}

function placeOf({ state }: Replica, { kind }: Command): number {
  return kind === 'write' ? headOf(state.configuration) : tailOf(state.configuration);
}

/** We may serve now, or have executed more: what waited for that is served. */
export function serveWaiting(replica: Replica, effects: Effects): void {
  if (replica.state.waiting.length === 0) return;
  if (isActingHead(replica) || answersReads(replica, effects.now)) handOver(replica, effects);
}

/** Head or tail may be others now: what waits goes there, or is served here. */
export function handOver(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const { waiting } = state;
  state.waiting = [];
  for (const command of waiting) onRequest(replica, command, effects);
}

function serve(replica: Replica, command: Command, effects: Effects): void {
  const { state } = replica;
  const { client, seq, kind, value, key } = command;
  if (kind === 'read') {
    if (answersReads(replica, effects.now)) effects.reply(client, seq, currentValue(state, key));
    else state.waiting.push(command);
  } else if (isExecuted(state, command)) {
    effects.reply(client, seq, value);
  } else if (!isActingHead(replica)) {
    state.waiting.push(command);
  } else if (!state.underWay.has(nameOf(command))) {
    propose(replica, command, effects);
  }
}

function answersReads(replica: Replica, now: number): boolean {
  const { state } = replica;
  const { office, configuration, executed, due } = state;
  if (office === null || executed < due || !holdsLeases(replica, office, now)) return false;
  return (office.proposed & ~maskOf(configuration)) === 0;
}
