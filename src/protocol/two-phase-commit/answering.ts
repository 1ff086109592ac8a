import type { Effects } from '../contract.js';
import { type Replica, send } from './state.js';

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
