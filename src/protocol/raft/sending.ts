import type { Effects } from '../contract/machine.js';
import type { RaftMessage } from './messages.js';
import type { Replica } from './state.js';

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: RaftMessage): void {
  effects.send(to, body);
}

/** Sends one message to these replicas (bit i: replica i), ourselves excepted. */
export function toAll({ setup }: Replica, set: number, body: RaftMessage, effects: Effects): void {
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && ((set >>> to) & 1) === 1) effects.send(to, body);
  }
}
