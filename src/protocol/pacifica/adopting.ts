import { adopt, recordOf } from '../configuration-messages.js';
import { MANAGER } from '../configuration-proposer.js';
import type { Effects } from '../contract/machine.js';
import type { Configuration } from './configuration.js';
import { commit } from './replication.js';
import { handOver } from './serving.js';
import { BEAT, LEASE, PATIENCE, type Replica } from './state.js';

/**
 * A configuration is decided, and we hear of it. Its primary goes on, with other members or in another reign; whoever else
 * thought it was primary stops.
 */
export function learn(replica: Replica, configuration: Configuration, effects: Effects): void {
  const { state } = replica;
  const { since } = state.configuration;
  if (!adopt(state, configuration)) return;
  effects.cancelTimer(MANAGER);
  replica.keep(recordOf(state), replica.setup.self, null, effects);
  const sameReign = configuration.since === since;
  if (!sameReign) enterReign(replica, effects);
  const { office } = state;
  if (office === null) return;
  office.proposed = 0;
  office.joining &= ~configuration.members;
  // Those that were removed are waited for no more.
  commit(replica, office, effects);
}

/** What we have beyond the committed list may not be in the new primary's. Its first message tells (following.ts). */
function enterReign(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  state.office = null;
  state.matched = state.executed;
  state.early.clear();
  effects.cancelTimer(BEAT);
  effects.cancelTimer(LEASE);
  if (state.configuration.primary !== setup.self) {
    handOver(replica, effects);
    state.heardAt = effects.now;
  }
  effects.setTimer(PATIENCE, Math.max(0, state.heardAt + setup.grace - effects.now));
}
