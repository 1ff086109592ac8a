import type { Effects } from '../contract/machine.js';
import { entryAt } from './log.js';
import type { Ack } from './messages.js';
import { compact } from './snapshots.js';
import { type Office, type Replica, send, tickSoon } from './state.js';

/** The coordinator, phase two: tells the decisions until everybody has acknowledged them, so that they may be forgotten. */

/** Tells all participants what they have not been told. */
export function tell(replica: Replica, office: Office, effects: Effects): void {
  const { setup, state, limits } = replica;
  if (setup.n === 1) state.settled = state.executed;
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self) tellOne(replica, office, to, limits.window, effects);
  }
}

function tellOne(replica: Replica, office: Office, to: number, most: number, effects: Effects): void {
  const { state } = replica;
  const end = Math.min(state.executed, office.acked[to] + most);
  if (office.told[to] >= end) return;
  if (office.told[to] === office.acked[to]) office.waitsSince[to] = effects.now;
  for (let slot = office.told[to]; slot < end; slot++) {
    const { txn } = entryAt(state.log, slot)!;
    send(effects, to, { type: 'commit', txn, slot, settled: state.settled });
  }
  office.told[to] = end;
  tickSoon(replica, effects);
}

export function onAck(replica: Replica, from: number, { upTo }: Ack, effects: Effects): void {
  const { state, setup, limits } = replica;
  const { office } = state;
  if (office === null || upTo <= office.acked[from]) return;
  office.acked[from] = upTo;
  office.told[from] = Math.max(office.told[from], upTo);
  office.waitsSince[from] = effects.now;
  tellOne(replica, office, from, limits.window, effects);
  state.settled = office.acked.reduce(
    (least, acked, p) => (p === setup.self ? least : Math.min(least, acked)),
    state.executed,
  );
  compact(replica, effects);
}

/** Tells again what a participant has been told and has not acknowledged for long. */
export function tellAgain(replica: Replica, office: Office, effects: Effects): void {
  const { setup, state, limits } = replica;
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self || office.acked[to] >= state.executed) continue;
    if (effects.now - office.waitsSince[to] < setup.election[0]) continue;
    office.told[to] = office.acked[to];
    tellOne(replica, office, to, limits.again, effects);
  }
}

/** Is there somebody who has not acknowledged all decisions? */
export function isOwedAcks({ state, setup }: Replica, office: Office): boolean {
  return office.acked.some((acked, p) => p !== setup.self && acked < state.executed);
}
