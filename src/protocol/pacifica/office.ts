import type { Effects } from '../contract/machine.js';
import { endOf, entryAt } from '../log/stretch.js';
import { nameOf } from '../operation.js';
import { executeCommitted } from './execution.js';
import { beat, watchLeases } from './leases.js';
import { commit, prepareAgain } from './replication.js';
import { type Office, PATIENCE, type Replica } from './state.js';
import { patienceOf } from './wishes.js';

/** Becoming primary. */

/**
 * Begins a reign of ours: one that began in this life, so that nothing was ever prepared in it; that is on our disk, so
 * that a later life knows that it was used; and not before the leases that we have granted to others are over. (They are,
 * if it was silence that made us ask. We may have heard the old primary again meanwhile, or learn only now that an earlier
 * request of ours was granted.)
 */
export function tryOffice(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { primary, since } = state.configuration;
  if (state.office !== null || primary !== setup.self) return;
  if (since <= state.bornWith || since > state.onDisk) return;
  if (since > 0 && effects.now < state.heardAt + setup.grace - 1e-9) return;
  takeOffice(replica, effects);
}

/**
 * Reconciliation ("Reconfiguration, reconciliation, and recovery"): our prepared list holds all that was ever committed.
 * What of it we do not know to be committed is prepared again, by all secondaries, in this reign.
 */
function takeOffice(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const end = endOf(state.log);
  state.matched = end;
  state.fitted = state.configuration.since;
  executeCommitted(replica, effects);
  const office = freshOffice(replica, end, effects.now);
  state.office = office;
  effects.cancelTimer(PATIENCE);
  for (let slot = state.executed; slot < end; slot++) {
    office.underWay.set(nameOf(entryAt(state.log, slot).command), slot);
  }
  beat(replica, office, effects);
  if (state.executed < end) prepareAgain(replica, office, effects);
  watchLeases(replica, office, effects);
  commit(replica, office, effects);
}

function freshOffice({ state, setup }: Replica, end: number, now: number): Office {
  const each = (value: number): number[] => new Array<number>(setup.n).fill(value);
  return {
    since: state.configuration.since,
    start: end,
    shipped: end,
    acked: each(0),
    executed: each(0),
    leaseFrom: each(Number.NEGATIVE_INFINITY),
    countedFrom: now,
    proposed: 0,
    joining: 0,
    round: 0,
    heldAt: now,
    repairFrom: each(0),
    origins: new Map(),
    underWay: new Map(),
  };
}

/** No beacon for a while, or no longer bound by one: is it time for us to be primary? Looks again after a grace period. */
export function onPatience(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.office !== null) return;
  const rest = state.heardAt + patienceOf(replica) - effects.now;
  effects.setTimer(PATIENCE, rest > 1e-9 ? rest : setup.grace);
  if (rest <= 1e-9) tryOffice(replica, effects);
}
