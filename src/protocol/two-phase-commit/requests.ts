import type { Result } from '../answering.js';
import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { currentValue, isExecuted } from '../replicated-map.js';
import { begin } from './coordinator.js';
import type { Forward } from './messages.js';
import { coordinatorOf, type Office, type Replica, send } from './state.js';

/**
 * Clients' requests, where they arrive and at the coordinator. A participant passes them on and keeps nothing: what gets
 * lost, or reaches a coordinator that is down, the client sends again.
 *
 * Reads at the coordinator are answered from what it has executed, by itself alone, without a lock: it executes a write
 * before it answers it, and there is never another coordinator, so a read sees every write answered before it. After a
 * restart it has executed all decisions on its disk before it hears of any request. Local reads are answered by any
 * replica: between its vote and the decision a participant shows what was before.
 */
export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(command.client, command.seq, currentValue(state, command.key));
  } else if (state.office !== null) {
    serve(replica, state.office, command, setup.self, effects);
  } else {
    send(effects, coordinatorOf(setup), { type: 'forward', command });
  }
}

export function onForward(replica: Replica, from: number, { command }: Forward, effects: Effects): void {
  const { office } = replica.state;
  if (office !== null) serve(replica, office, command, from, effects);
}

export function onResult({ client, seq, result }: Result, effects: Effects): void {
  effects.reply(client, seq, result);
}

function serve(replica: Replica, office: Office, command: Command, origin: number, effects: Effects): void {
  const { state, limits } = replica;
  const { client, seq } = command;
  if (command.kind === 'read') {
    answer(replica, origin, client, seq, currentValue(state, command.key), effects);
    return;
  }
  if (isExecuted(state, command)) {
    answer(replica, origin, client, seq, command.value, effects);
    return;
  }
  const name = nameOf(command);
  const known = office.requests.get(name);
  if (known !== undefined) {
    known.origin = origin;
    return;
  }
  if (office.requests.size >= limits.requests) return;
  const request = { command, origin, attempts: 0 };
  office.requests.set(name, request);
  const queue = office.queues.get(command.key);
  if (queue !== undefined) {
    queue.push(request);
    return;
  }
  office.queues.set(command.key, [request]);
  if (office.begun) begin(replica, office, request, effects);
}
