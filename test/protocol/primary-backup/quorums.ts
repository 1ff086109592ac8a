/** One of every kind of replication, as a topology file would write it; most of these quorums need not meet. */
export const QUORUMS: readonly { readonly name: string; readonly n: number; readonly quorum: unknown }[] = [
  { name: 'asynchronous-3', n: 3, quorum: { threshold: 1 } },
  { name: 'synchronous-3', n: 3, quorum: 'all' },
  { name: 'semi-synchronous-2-of-5', n: 5, quorum: { threshold: 2 } },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'weighted-4', n: 4, quorum: { weights: { r0: 2 }, threshold: 3 } },
  { name: 'one-of-each-group-4', n: 4, quorum: { expression: '(r0 | r1) & (r2 | r3)' } },
];
