/** One of every kind of quorum that Raft can use, as a topology file would write it: phase-1 quorums meet each other. */
export const QUORUMS: readonly { readonly name: string; readonly n: number; readonly quorum: unknown }[] = [
  { name: 'majority-3', n: 3, quorum: 'majority' },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'weighted-4', n: 4, quorum: { weights: { r0: 2 }, threshold: 3 } },
  { name: 'flexible-4', n: 4, quorum: { phase1: 3, phase2: 2 } },
  { name: 'flexible-5', n: 5, quorum: { phase1: 4, phase2: 2 } },
  {
    name: 'hierarchical-3x2',
    n: 6,
    quorum: {
      groups: { a: ['r0', 'r1'], b: ['r2', 'r3'], c: ['r4', 'r5'] },
      of: 'majority',
      within: 'majority',
    },
  },
  {
    name: 'expression-4',
    n: 4,
    quorum: {
      phase1: { expression: 'r0 & r1 | r0 & r2 | r1 & r2 & r3' },
      phase2: { expression: 'r0 & (r1 | r2 & r3) | r1 & r2' },
    },
  },
];
