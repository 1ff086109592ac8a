/**
 * A ballot is the pair (round, replica), so that no two replicas ever use the same one ("Paxos Made Simple", 2001, §2.5:
 * different proposers choose their numbers from disjoint sets). It is packed into one integer, round · 32 + replica,
 * which compares as the pair does and costs nothing to copy. Rounds start at 1.
 */

/** A power of two, at least MAX_MEMBERS of the quorum room. */
export const REPLICAS = 32;

/** The ballot of a round and a replica. */
export function ballotOf(round: number, replica: number): number {
  return round * REPLICAS + replica;
}

/** The replica that may act in a ballot. */
export function ownerOf(ballot: number): number {
  return ballot % REPLICAS;
}

/** The round of a ballot. */
export function roundOf(ballot: number): number {
  return Math.floor(ballot / REPLICAS);
}

/** The replica's lowest ballot in a round above that of `ballot`. */
export function ballotAbove(ballot: number, replica: number): number {
  return ballotOf(roundOf(ballot) + 1, replica);
}
