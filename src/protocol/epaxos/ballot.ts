/**
 * Ballots of one instance: (round, replica) packed into one integer that compares as the pair does, so that no two
 * replicas ever use the same one. The command leader owns ballot 0 of its instances, once; whoever recovers one takes a
 * higher one.
 */
const REPLICAS = 32;

export function ballotAbove(ballot: number, replica: number): number {
  return (roundOf(ballot) + 1) * REPLICAS + replica;
}

/** The replica that recovers in a ballot above 0. */
export function recovererOf(ballot: number): number {
  return ballot % REPLICAS;
}

export function roundOf(ballot: number): number {
  return Math.floor(ballot / REPLICAS);
}
