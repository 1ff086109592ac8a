import { ballotAbove as nextAbove, REPLICAS } from '../ballot.js';
import { VERSIONS } from '../log/token.js';

export { ballotOf, ownerOf, roundOf } from '../ballot.js';

/**
 * Ballots, and the names under which a replica's durable records are kept.
 *
 * A replica leads in ballots of its own, for all slots at once; NO_BALLOT is below every ballot.
 */

/** Below every ballot: nothing promised, nothing accepted. */
export const NO_BALLOT = 0;

/**
 * The replica's lowest ballot in a round above that of `ballot`.
 *
 * @throws RangeError after 131,071 rounds: an election a second, for a day and a half, without a leader.
 */
export function ballotAbove(ballot: number, replica: number): number {
  const above = nextAbove(ballot, replica);
  // A token holds no higher one.
  if (above >= VERSIONS)
    throw new RangeError(`ballot ${above} is beyond the ${VERSIONS / REPLICAS} rounds there are`);
  return above;
}

// ── Durable records ──────────────────────────────────────────────────────────────────────────────────────
// A slot's number (0 and up) is the key of the entry accepted there. The version in a token is the ballot in which it was
// written: a slot may be rewritten in a higher one while the first write is still under way.

/** Key of the highest ballot promised. */
export const PROMISE = -1;

/** Key of the snapshot. */
export { SNAPSHOT } from '../contract/machine.js';
