import { type Ask, type Manager, type Numbered, type Propose, recordOf } from './configuration-messages.js';
import type { Effects } from './contract/machine.js';

/**
 * The configuration manager's acceptors: every replica that has a vote is one, in the configuration or not. For each
 * version of the configuration they run one instance of Paxos (Lamport, "Paxos Made Simple", 2001, §2.2), of which only
 * the next one is ever open: who has heard that a version is decided takes part in the one after it alone, and says so to
 * whoever still asks about an earlier one. So of requests for one version the first to be accepted by a majority wins.
 */

/** Is this about the version after the one we know? Who lags behind is told. (Where we do, the caller has learned already.) */
function isNext<C extends Numbered>(
  { state }: Manager<C>,
  from: number,
  after: C,
  effects: Effects,
): boolean {
  const { configuration } = state;
  if (after.version === configuration.version) return true;
  effects.send(from, { type: 'current', configuration } as { type: string });
  return false;
}

/** Phase 1 (b). */
export function onAsk<C extends Numbered>(
  manager: Manager<C>,
  from: number,
  { after, ballot }: Ask<C>,
  effects: Effects,
): void {
  if (!isNext(manager, from, after, effects) || isOutbid(manager, from, ballot, effects)) return;
  const { state } = manager;
  state.promised = ballot;
  const { acceptedIn, accepted } = state;
  const { version } = after;
  manager.keep(
    recordOf(state),
    from,
    { type: 'promise', after: version, ballot, acceptedIn, accepted },
    effects,
  );
}

/** Phase 2 (b). */
export function onPropose<C extends Numbered>(
  manager: Manager<C>,
  from: number,
  { after, ballot, next }: Propose<C>,
  effects: Effects,
): void {
  if (!isNext(manager, from, after, effects) || isOutbid(manager, from, ballot, effects)) return;
  const { state } = manager;
  state.promised = ballot;
  state.acceptedIn = ballot;
  state.accepted = next;
  manager.keep(recordOf(state), from, { type: 'accepted', after: after.version, ballot }, effects);
}

function isOutbid<C extends Numbered>(
  { state, setup }: Manager<C>,
  from: number,
  ballot: number,
  effects: Effects,
): boolean {
  const { promised, configuration } = state;
  if (ballot >= promised) return false;
  if (from !== setup.self) {
    effects.send(from, { type: 'refused', after: configuration.version, ballot, promised } as {
      type: string;
    });
  } else if (state.request !== null) {
    state.request.outbid = Math.max(state.request.outbid, promised);
  }
  return true;
}
