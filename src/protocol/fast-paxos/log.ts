import { type ChosenLog, chosenAt, entryAt } from '../log/chosen.js';
import { DECIDED } from './ballot.js';
import type { Entry } from './messages.js';

/**
 * The log: an acceptor outside the quorum of a slot may have voted for another command. `written` is the round whose vote is
 * on disk, minus that round while it is being written, or NO_ROUND.
 */
export type Log = ChosenLog<Entry>;

export {
  chosenAt,
  cutLog,
  entryAt as voteAt,
  logEnd,
  putChosen,
  putEntry as putVote,
  writtenAt,
} from '../log/chosen.js';

/** What a promise tells of a slot: what is chosen there, or else our vote. */
export function reportOf(log: Log, slot: number): Entry | null {
  const chosen = chosenAt(log, slot);
  return chosen === null ? entryAt(log, slot) : { round: DECIDED, command: chosen };
}
