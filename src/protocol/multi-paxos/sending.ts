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
