/** Members in a majority of n: ⌊n/2⌋ + 1. */
export function majoritySize(n: number): number {
  return Math.floor(n / 2) + 1;
}

/**
 * Members in a fast quorum of Fast Paxos whose classic quorums are majorities: ⌈3n/4⌉ (Lamport, "Fast Paxos", 2006,
 * §3.1). n = 3: 3, 5: 4, 7: 6, 9: 7.
 */
export function fastPaxosQuorumSize(n: number): number {
  return Math.ceil((3 * n) / 4);
}

/**
 * Members in a fast quorum of EPaxos, its command leader among them: f + ⌊(f+1)/2⌋ with f = ⌊(n−1)/2⌋ (Moraru,
 * Andersen, Kaminsky, "There Is More Consensus in Egalitarian Parliaments", SOSP 2013, §4.4). n = 3: 2, 5: 3, 7: 5,
 * 9: 6. The paper has n = 2f+1; for even n the size is never below a majority, since two interfering commands must
 * find a common replica.
 */
export function epaxosFastQuorumSize(n: number): number {
  const f = Math.floor((n - 1) / 2);
  return Math.max(majoritySize(n), f + Math.floor((f + 1) / 2));
}
