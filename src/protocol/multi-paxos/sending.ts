import type { Effects } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import type { PaxosMessage } from './messages.js';
import type { Replica } from './state.js';

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: PaxosMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica that keeps a log: to all but arbiters. */
export function toKeepers({ setup }: Replica, body: PaxosMessage, effects: Effects): void {
  const { keepers } = masksOf(setup);
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && ((keepers >>> to) & 1) === 1) effects.send(to, body);
  }
}
