import type { Result } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { send } from './sending.js';
import { NOBODY, type Replica } from './state.js';

/**
 * The entry: a replica that is not the leader passes its clients' requests on, and the answers back. It keeps each
 * request until it is answered: for a leader yet to be elected, for the next one, and against lost messages. Sending
 * one twice is harmless, for the session table executes it once.
 */

/** Keeps a request and, if there is a leader, forwards it. */
export function ask(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  rememberAsked(replica, command, setup.self, effects.now);
  if (state.leader !== NOBODY) forward(state.leader, command, effects);
}

/** Keeps a request for the next leader; `origin` is the replica to answer through. */
export function rememberAsked(
  { state, setup }: Replica,
  command: Command,
  origin: number,
  now: number,
): void {
  const wait = setup.election[0];
  state.asked.set(nameOf(command), { command, origin, due: now + wait, wait });
}

/** A leader has been found. Those who forwarded requests to us find it for themselves. */
export function forwardAsked({ state, setup }: Replica, effects: Effects): void {
  for (const [name, asked] of state.asked) {
    if (asked.origin === setup.self) {
      asked.due = effects.now + asked.wait;
      forward(state.leader, asked.command, effects);
    } else {
      state.asked.delete(name);
    }
  }
}

/** Sends again what has been unanswered for long; each time it waits twice as long. */
export function askAgain({ state }: Replica, effects: Effects): void {
  for (const asked of state.asked.values()) {
    if (effects.now < asked.due) continue;
    asked.wait *= 2;
    asked.due = effects.now + asked.wait;
    forward(state.leader, asked.command, effects);
  }
}

/** The leader's answer; a second one to the same request is dropped. */
export function onResult({ state }: Replica, { client, seq, result }: Result, effects: Effects): void {
  if (state.asked.delete(nameOf({ client, seq }))) effects.reply(client, seq, result);
}

function forward(leader: number, command: Command, effects: Effects): void {
  send(effects, leader, { type: 'forward', command });
}
