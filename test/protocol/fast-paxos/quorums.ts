/** Quorums as a topology file would write them; where it says nothing of fast ones they are ⌈3n/4⌉. */
export const QUORUMS: readonly { readonly name: string; readonly n: number; readonly quorum: unknown }[] = [
  { name: 'majority-3', n: 3, quorum: 'majority' },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'majority-4', n: 4, quorum: 'majority' },
  { name: 'majority-7', n: 7, quorum: 'majority' },
  // Lamport, "Fast Paxos" §3.1: the other extreme, fast and classic quorums alike, any two thirds and one.
  { name: 'alike-4', n: 4, quorum: { classic: { threshold: 3 }, fast: { threshold: 3 } } },
  { name: 'all-5', n: 5, quorum: { classic: 'majority', fast: 'all' } },
  {
    name: 'weighted-4',
    n: 4,
    quorum: { classic: { weights: { r0: 2 }, threshold: 3 }, fast: { weights: { r0: 2 }, threshold: 4 } },
  },
];
