import type { Effects } from '../contract.js';
import type { PaxosMessage } from './messages.js';
import type { Replica } from './state.js';

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: PaxosMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica. */
export function toOthers({ setup }: Replica, body: PaxosMessage, effects: Effects): void {
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self) effects.send(to, body);
  }
}

/** Answers a client's operation, through the replica that the client talks to. */
export function answer(
  { setup }: Replica,
  origin: number,
  client: number,
  seq: number,
  result: number,
  effects: Effects,
): void {
  if (origin === setup.self) effects.reply(client, seq, result);
  else send(effects, origin, { type: 'result', client, seq, result });
}
