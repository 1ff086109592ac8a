import type { Effects } from '../contract/machine.js';
import { noteHeard } from '../lease.js';
import { tokenOf } from '../log/token.js';
import { awaitLeader, BEAT } from '../timers.js';
import { forwardAsked } from './asked.js';
import { BALLOT, numberOf, TERMS } from './records.js';
import { NOBODY, type Replica } from './state.js';

/** Terms, in each of which at most one replica leads (§5.1, §5.2): entering one, following its leader, losing patience. */

/**
 * Enters a later term, giving our vote in it to `vote`, or to NOBODY yet.
 *
 * @throws RangeError after two million terms.
 */
export function enterTerm(replica: Replica, term: number, vote: number, effects: Effects): void {
  const { state } = replica;
  if (term > TERMS) throw new RangeError(`term ${term} is beyond the ${TERMS} terms there are`);
  if (state.role !== 'follower') becomeFollower(replica, effects);
  state.term = term;
  state.leader = NOBODY;
  state.summoned = false;
  // What is executed is committed, so it is in the log of every later leader (Leader Completeness, §5.4.3).
  state.verified = state.executed;
  state.told = 0;
  voteFor(replica, vote, effects);
}

/** Notes our vote in this term, or that there is none yet, and has it written down. */
export function voteFor({ state }: Replica, vote: number, effects: Effects): void {
  state.vote = vote;
  const ballot = { term: state.term, vote };
  effects.persist(BALLOT, ballot, tokenOf(BALLOT, numberOf(ballot)));
}

/** Is the term, with the vote given in it, on disk? Until then nobody is told anything that rests on it. */
export function isBallotOnDisk({ state }: Replica): boolean {
  return state.ballotOnDisk >= numberOf(state);
}

/** The leader of this term was heard. */
export function hear(replica: Replica, leader: number, effects: Effects): void {
  const { state } = replica;
  // Another has won the election.
  if (state.role !== 'follower') becomeFollower(replica, effects);
  noteHeard(state, leader, effects.now);
  state.quietSince = effects.now;
  if (state.leader !== leader) {
    state.leader = leader;
    forwardAsked(replica, effects);
  }
}

/** Stops leading, or trying to. Our clients' requests are kept for the next leader. */
export function becomeFollower(replica: Replica, effects: Effects): void {
  const { state } = replica;
  state.role = 'follower';
  state.office = null;
  state.votes = 0;
  state.leader = NOBODY;
  effects.cancelTimer(BEAT);
  awaitLeader(replica, effects);
}
