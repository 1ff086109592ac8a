import { adopt, recordOf } from '../configuration-messages.js';
import { MANAGER } from '../configuration-proposer.js';
import type { Effects } from '../contract/machine.js';
import { type Configuration, headOf, isIn, maskOf, tailOf } from './configuration.js';
import { beginLink, ownHistory } from './propagation.js';
import { handOver } from './serving.js';
import { BEAT, LEASE, PATIENCE, type Replica, readyEnd } from './state.js';
import { commit } from './tail.js';

/** A configuration is decided, and we hear of it. */
export function learn(replica: Replica, configuration: Configuration, effects: Effects): void {
  const { state, setup } = replica;
  const before = state.configuration;
  if (!adopt(state, configuration)) return;
  effects.cancelTimer(MANAGER);
  replica.keep(recordOf(state), setup.self, null, effects);
  state.early.clear();
  const { self } = setup;
  if (!isIn(configuration, self) && isIn(before, self)) leaveChain(replica);
  else if (headOf(configuration) === self && headOf(before) !== self) ownHistory(state);
  if (configuration.tailSince !== before.tailSince) changeTail(replica, effects);
  beginLink(replica, effects);
  handOver(replica, effects);
  const { office } = state;
  if (office === null) return;
  office.proposed = 0;
  office.severed = 0;
  office.joining &= ~maskOf(configuration);
  // What they had said they have was of the chain that they were in.
  for (const i of before.chain) if (!isIn(configuration, i)) office.acked[i] = 0;
  state.shipped = readyEnd(state);
  commit(replica, office, effects);
}

/** What we have beyond the committed history may not be in that of the chain. The tail's updates tell. */
function leaveChain({ state }: Replica): void {
  state.matched = state.executed;
  state.due = Number.POSITIVE_INFINITY;
  state.underWay.clear();
}

/** Whoever was tail is so no more. Another's leases count from now. */
function changeTail(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  state.office = null;
  effects.cancelTimer(BEAT);
  effects.cancelTimer(LEASE);
  if (tailOf(state.configuration) !== setup.self) state.heardAt = effects.now;
  effects.setTimer(PATIENCE, Math.max(0, state.heardAt + setup.grace - effects.now));
}
