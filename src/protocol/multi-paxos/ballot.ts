import { ballotAbove as nextAbove, REPLICAS } from '../ballot.js';

export { ballotOf, ownerOf, roundOf } from '../ballot.js';

/**
 * Ballots, and the names under which a replica's durable records are kept.
 *
 * A replica leads in ballots of its own, for all slots at once; NO_BALLOT is below every ballot.
 */

/** Below every ballot: nothing promised, nothing accepted. */
export const NO_BALLOT = 0;

/** Ballots stay below this, so that (key, ballot) fits into the 53 bits of a token. */
const BALLOTS = 2 ** 22;

/**
 * The replica's lowest ballot in a round above that of `ballot`.
 *
 * @throws RangeError after 131,071 rounds: an election a second, for a day and a half, without a leader.
 */
export function ballotAbove(ballot: number, replica: number): number {
  const above = nextAbove(ballot, replica);
  if (above >= BALLOTS)
    throw new RangeError(`ballot ${above} is beyond the ${BALLOTS / REPLICAS} rounds there are`);
  return above;
}

// ── Durable records ──────────────────────────────────────────────────────────────────────────────────────
// A slot's number (0 and up) is the key of the entry accepted there.

/** Key of the highest ballot promised. */
export const PROMISE = -1;

/** Key of the snapshot. */
export { SNAPSHOT } from '../contract/machine.js';

/**
 * The token that comes back once a record is durable: which record, and in which ballot it was written (for a
 * snapshot: which of them). A slot may be rewritten in a higher ballot while the first write is still under way;
 * the ballot in the token says which of the two is done.
 */
export function tokenOf(key: number, ballot: number): number {
  return key * BALLOTS + ballot;
}

/** The key in a token. */
export function keyOf(token: number): number {
  return Math.floor(token / BALLOTS);
}

/** The ballot in a token. */
export function ballotIn(token: number): number {
  return token - Math.floor(token / BALLOTS) * BALLOTS;
}
