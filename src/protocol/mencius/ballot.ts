/**
 * Ballots of revocations: (round, replica) packed into one integer that compares as the pair does, so that no two
 * replicas ever use the same one. Rounds start at 1; what an owner suggests in its own slot is ballot 0, below all.
 */
const REPLICAS = 32;

export function ballotAbove(ballot: number, replica: number): number {
  return (roundOf(ballot) + 1) * REPLICAS + replica;
}

/** The replica that revokes in a ballot. */
export function revokerOf(ballot: number): number {
  return ballot % REPLICAS;
}

export function roundOf(ballot: number): number {
  return Math.floor(ballot / REPLICAS);
}
