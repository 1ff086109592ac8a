import { has } from '../member-masks.js';
import { type Configuration, headOf, isIn, joinedWith, maskOf, nextOf, tailOf } from './configuration.js';
import { lapsedIn } from './leases.js';
import type { Office, Replica, State } from './state.js';

/** What a replica would ask of the configuration manager now; null: nothing. */
export function wishOf(replica: Replica, now: number): Configuration | null {
  const { state, setup } = replica;
  const { configuration, office } = state;
  const { self } = setup;
  if (office !== null) return tailsWish(replica, office, now);
  if (!isIn(configuration, self)) return null;
  const patient = now < patientUntil(replica) - 1e-9;
  const { chain } = configuration;
  if (tailOf(configuration) === self) {
    // It will serve once its record is on disk and the leases that it has granted are over; or it was tail in another life.
    if (patient || configuration.tailSince > state.bornWith) return null;
    return nextOf(configuration, chain, { reborn: self });
  }
  if (!patient) return nextOf(configuration, chain.slice(0, -1));
  return isReborn(state, self) ? nextOf(configuration, chain, { reborn: self }) : null;
}

/**
 * Until when a replica puts up with a tail that it does not hear (ms, by its clock): a grace period, and for the others than
 * the one before the tail, who is to follow it, as much more as that one may need, so that they do not outbid each other.
 */
export function patientUntil({ state, setup }: Replica): number {
  const { heardAt, configuration } = state;
  const { chain } = configuration;
  const at = chain.indexOf(setup.self);
  const before = at < 0 ? 0 : Math.max(0, chain.length - 2 - at);
  return heardAt + setup.grace + before * setup.lease;
}

/** Back in the chain after a restart: it joins anew, so that what it was told before and after can be told apart. */
function isReborn({ configuration, bornWith }: State, self: number): boolean {
  const since = headOf(configuration) === self ? configuration.headSince : joinedWith(configuration, self);
  return since !== undefined && since <= bornWith;
}

/**
 * A tail wants those out whose lease has run out. Of two neighbours between whom nothing passes it wants the later one out,
 * and if that is itself, the other. When all are well it wants the candidate in that has caught up: all that is committed is
 * on its disk, and all that will be waits for it already (`commit`). If it has asked for a configuration that may have been
 * decided without its knowing, it goes on asking until that is settled, for until then another may be tail.
 */
function tailsWish(replica: Replica, office: Office, now: number): Configuration | null {
  const { state, setup } = replica;
  const { configuration } = state;
  const { chain } = configuration;
  const { self, n } = setup;
  const lapsed = lapsedIn(replica, office, now);
  const gone = (i: number): boolean =>
    i !== self && (has(lapsed, i) || isSeveredFrom(i, configuration, office, self));
  const left = chain.filter((i) => !gone(i));
  if (left.length < chain.length) return nextOf(configuration, left);
  if (isReborn(state, self)) return nextOf(configuration, chain, { reborn: self, serving: true });
  const others = (office.joining | office.proposed) & ~maskOf(configuration) & ~lapsed;
  for (let i = 0; i < n; i++) {
    if (has(others, i) && office.acked[i] >= state.committed)
      return nextOf(configuration, [...chain, i], { handed: true });
  }
  const isSettled = (office.proposed & ~maskOf(configuration)) === 0;
  return isSettled ? null : nextOf(configuration, chain);
}

/** Is this the one to go of two neighbours that do not reach each other? */
function isSeveredFrom(i: number, { chain }: Configuration, { severed }: Office, self: number): boolean {
  const at = chain.indexOf(i);
  const predecessor = chain[at - 1];
  if (predecessor !== undefined && has(severed, predecessor)) return true;
  return chain[at + 1] === self && has(severed, i);
}
