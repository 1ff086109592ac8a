import { has, masksOf } from '../member-masks.js';
import { deference } from '../precedence.js';
import { type Configuration, withMembers, withPrimary } from './configuration.js';
import { lapsedIn } from './leases.js';
import type { Office, Replica } from './state.js';

/**
 * How long (ms) the primary is silent until we want to be it: for the grace period, and, where others come before us (`leads`),
 * for the length of our election range once for each higher priority.
 */
export function patienceOf({ state, setup }: Replica): number {
  const { primary } = state.configuration;
  return setup.grace + (primary === setup.self ? 0 : deference(setup, primary));
}

/** What a replica would ask of the configuration manager now; null: nothing. */
export function wishOf(replica: Replica, now: number): Configuration | null {
  const { state, setup } = replica;
  const { configuration, office, bornWith } = state;
  const { primary, since, members } = configuration;
  if (office !== null) return otherMembers(replica, office, now);
  if (!has(members & masksOf(setup).candidates, setup.self)) return null;
  if (now < state.heardAt + patienceOf(replica) - 1e-9) return null;
  // The primary was not heard for a grace period: we want to be it. Or it was us, in an earlier life: in another reign.
  if (primary === setup.self && since > bornWith) return null;
  return withPrimary(configuration, setup.self);
}

/**
 * A primary wants those out whose lease has run out, and candidates in that have caught up: all that is committed is on
 * their disk, and all that will be waits for them already (`requiredIn`). If it has asked for a configuration that may have
 * been decided without its knowing, it goes on asking until that is settled, for until then it needs those leases, too.
 */
function otherMembers(replica: Replica, office: Office, now: number): Configuration | null {
  const { state, setup } = replica;
  const { configuration } = state;
  const lapsed = lapsedIn(replica, office, now);
  let wanted = configuration.members;
  for (let i = 0; i < setup.n; i++) {
    const waits = has(office.joining | office.proposed, i);
    if (waits && office.acked[i] >= state.committed) wanted |= 1 << i;
  }
  wanted &= ~lapsed;
  const isSettled = (office.proposed & ~configuration.members) === 0;
  return wanted === configuration.members && isSettled ? null : withMembers(configuration, wanted);
}
