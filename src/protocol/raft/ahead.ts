import type { Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { takeEntries } from './appending.js';
import { endOf, holdsUpTo, lastTerm, termBefore } from './log.js';
import type { Ahead, PreVote, RequestVote } from './messages.js';
import { handed } from './records.js';
import { send } from './sending.js';
import { takeOver } from './snapshots.js';
import { NOBODY, type Replica } from './state.js';
import { enterTerm } from './terms.js';

/**
 * What only members have that never lead: a witness, a voter that is kept from leading. The last write of a lost leader may
 * be there and nowhere else that is up; then nobody whose log is behind can be elected, and they themselves must not be. So
 * they hand a candidate what it lacks.
 *
 * Why that is safe: a log that is ahead of ours has all that is committed in ours (the argument of Leader Completeness,
 * §5.4.3), and is what the leader of its last entry would have sent us. We take it in a term of our own, in which nothing
 * was told to anybody: a leader of an earlier one counts on our log no more.
 */

/** Is there a member that keeps a log and never leads? Only then do candidates tell what they know to be committed. */
export function hasHelpers({ setup }: Replica): boolean {
  const { electors, keepers, candidates } = masksOf(setup);
  return (electors & keepers & ~candidates) !== 0;
}

/** The asker's log is behind ours: if we never lead, it gets the rest. */
export function sendWhatLacks(
  { state, setup }: Replica,
  to: number,
  { term, end, last, commit }: PreVote | RequestVote,
  effects: Effects,
): void {
  const { candidates, holders } = masksOf(setup);
  if (isAmong(candidates, setup) || commit === undefined) return;
  const { log } = state;
  // Below its last entry, if that is ours, and below what it knows to be committed, its log is the same as ours.
  let from = holdsUpTo(log, end, last) ? end : commit;
  let snapshot = null;
  if (from < log.base) {
    // A witness cuts only what enough others have.
    if (!isAmong(holders, setup) || state.snapshot === null) return;
    snapshot = state.snapshot;
    from = snapshot.executed;
  }
  const entries = log.entries.slice(from - log.base);
  send(effects, to, { type: 'ahead', term, snapshot, from, previous: termBefore(log, from), entries });
}

/** Takes what is offered, if it is still ahead, into a new term. True: it is time to ask again who would vote for us. */
export function takeWhatLacks(replica: Replica, message: Ahead, effects: Effects): boolean {
  const { state } = replica;
  const { snapshot, from, previous, entries } = message;
  if ((state.role !== 'pre-candidate' && state.role !== 'candidate') || state.leader !== NOBODY) return false;
  const end = from + entries.length;
  const last = entries.length > 0 ? entries[entries.length - 1].term : previous;
  const own = lastTerm(state.log);
  if (last < own || (last === own && end <= endOf(state.log))) return false;
  if (snapshot === null && from >= state.log.base && !holdsUpTo(state.log, from, previous)) return false;
  const term = state.term + 1;
  enterTerm(replica, term, NOBODY, effects);
  if (snapshot !== null && snapshot.executed > state.executed) takeOver(replica, snapshot, effects);
  takeEntries(replica, from, entries, handed(term), effects);
  return true;
}
