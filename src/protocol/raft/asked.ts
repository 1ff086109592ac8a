import type { Command, Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { currentValue, isExecuted, resultAgain } from '../replicated-map.js';
import type { Readable } from './messages.js';
import { send } from './sending.js';
import { NOBODY, type Replica, type State } from './state.js';

/**
 * The entry: the replica that a client talks to. It hands each request to the leader, which may be itself, and answers
 * once it has executed the request's slot itself. It keeps each until then: for a leader yet to be elected, for the next
 * one, and against lost messages. Forwarding one twice is harmless, for the session table executes it once.
 */

/** Keeps a request until it is answered. */
export function rememberAsked({ state, setup }: Replica, command: Command, now: number): void {
  const wait = setup.election[0];
  state.asked.set(nameOf(command), { command, due: now + wait, wait });
}

/** Hands a request to the leader, if there is one that is not us. */
export function forward({ state, setup }: Replica, command: Command, effects: Effects): void {
  const { leader } = state;
  if (leader !== NOBODY && leader !== setup.self) send(effects, leader, { type: 'forward', command });
}

/** A leader has been found: it gets all that is unanswered. */
export function forwardAsked(replica: Replica, effects: Effects): void {
  for (const asked of replica.state.asked.values()) {
    asked.due = effects.now + asked.wait;
    forward(replica, asked.command, effects);
  }
}

/** Forwards again what has been unanswered for long; each time it waits twice as long. */
export function askAgain(replica: Replica, effects: Effects): void {
  for (const asked of replica.state.asked.values()) {
    if (effects.now < asked.due) continue;
    asked.wait *= 2;
    asked.due = effects.now + asked.wait;
    forward(replica, asked.command, effects);
  }
}

/** Answers one of our clients; nothing if this was asked by none of them, or is answered. */
export function answerAsked(
  state: State,
  client: number,
  seq: number,
  result: number,
  effects: Effects,
): void {
  if (state.asked.delete(nameOf({ client, seq }))) effects.reply(client, seq, result);
}

/** After a snapshot: what it has executed for us need not be asked any more. */
export function answerExecuted(replica: Replica, effects: Effects): void {
  const { state } = replica;
  for (const { command } of [...state.asked.values()]) {
    if (isExecuted(state, command)) {
      answerAsked(state, command.client, command.seq, resultAgain(state, command), effects);
    }
  }
  answerReadable(replica, effects);
}

/** The leader allows a read: dissertation §6.4, the follower's part. */
export function onReadable(replica: Replica, { client, seq, index }: Readable, effects: Effects): void {
  replica.state.readable.push({ client, seq, index });
  answerReadable(replica, effects);
}

/** Answers the reads for which enough has been executed. */
export function answerReadable({ state }: Replica, effects: Effects): void {
  if (state.readable.length === 0) return;
  state.readable = state.readable.filter(({ client, seq, index }) => {
    if (index > state.executed) return true;
    const asked = state.asked.get(nameOf({ client, seq }));
    if (asked !== undefined) {
      answerAsked(state, client, seq, currentValue(state, asked.command.key), effects);
    }
    return false;
  });
}
