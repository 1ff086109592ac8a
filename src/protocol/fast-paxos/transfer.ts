import type { Effects } from '../contract/machine.js';
import { rightfulHeir } from '../precedence.js';
import { campaign } from './election.js';
import type { TakeOver } from './messages.js';
import { send } from './sending.js';
import type { Replica } from './state.js';

/**
 * Coordination goes back to the member that comes first, once that has been back for as long as the group says
 * (`MachineSetup.returnsAfter`). The coordinator tells it to begin a ballot of its own, and again with each answer to a
 * heartbeat while it has not: what was under way is finished there, as after any election. There are no leases to give up.
 */
export function handBack({ state, setup, limits }: Replica, effects: Effects): void {
  const { office } = state;
  if (office === null || setup.returnsAfter === undefined) return;
  let able = 0;
  // The rest fits into one message.
  for (let i = 0; i < setup.n; i++) if (state.executed - office.executed[i] <= limits.batch) able |= 1 << i;
  const heir = rightfulHeir(setup, office, able, effects.now);
  if (heir !== undefined) send(effects, heir, { type: 'take-over', ballot: office.ballot });
}

/** At the heir. */
export function onTakeOver(replica: Replica, from: number, { ballot }: TakeOver, effects: Effects): void {
  const { state } = replica;
  if (state.role === 'follower' && state.leader === from && state.promised === ballot)
    campaign(replica, effects);
}
