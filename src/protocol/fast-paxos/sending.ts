import type { Effects } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import type { FastMessage } from './messages.js';
import type { Replica } from './state.js';

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: FastMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica. */
export function toOthers({ setup }: Replica, body: FastMessage, effects: Effects): void {
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self) effects.send(to, body);
  }
}

/** To every other that votes: learners do not. */
export function toAcceptors({ setup }: Replica, body: FastMessage, effects: Effects): void {
  const { electors } = masksOf(setup);
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && (electors >>> to) & 1) effects.send(to, body);
  }
}
