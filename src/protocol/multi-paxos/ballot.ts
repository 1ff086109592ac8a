/**
 * Ballots, and the names under which a replica's durable records are kept.
 *
 * A ballot is the pair (round, replica), so that no two replicas ever use the same one ("Paxos Made Simple" §2.5:
 * different proposers choose their numbers from disjoint sets). It is packed into one integer, round · 32 + replica,
 * which compares as the pair does and costs nothing to copy. Rounds start at 1; NO_BALLOT is below every ballot.
 */

/** Below every ballot: nothing promised, nothing accepted. */
export const NO_BALLOT = 0;

/** A power of two, at least MAX_MEMBERS of the quorum room. */
const REPLICAS = 32;

/** Ballots stay below this, so that (key, ballot) fits into the 53 bits of a token. */
const BALLOTS = 2 ** 22;

/** The ballot of a round and a replica. */
export function ballotOf(round: number, replica: number): number {
  return round * REPLICAS + replica;
}

/** The replica that may lead in a ballot. */
export function ownerOf(ballot: number): number {
  return ballot & (REPLICAS - 1);
}

/** The round of a ballot. */
export function roundOf(ballot: number): number {
  return Math.floor(ballot / REPLICAS);
}

/**
 * The replica's lowest ballot in a round above that of `ballot`.
 *
 * @throws RangeError after 131,071 rounds: an election a second, for a day and a half, without a leader.
 */
export function ballotAbove(ballot: number, replica: number): number {
  const above = ballotOf(roundOf(ballot) + 1, replica);
  if (above >= BALLOTS)
    throw new RangeError(`ballot ${above} is beyond the ${BALLOTS / REPLICAS} rounds there are`);
  return above;
}

// ── Durable records ──────────────────────────────────────────────────────────────────────────────────────
// A slot's number (0 and up) is the key of the entry accepted there.

/** Key of the highest ballot promised. */
export const PROMISE = -1;

/** Key of the snapshot. */
export const SNAPSHOT = -2;

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
