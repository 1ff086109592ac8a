/** One of every kind of quorum, as a topology file would write it: phase-1 quorums meet phase-2 quorums. */
export const QUORUMS: readonly { readonly name: string; readonly n: number; readonly quorum: unknown }[] = [
  { name: 'majority-3', n: 3, quorum: 'majority' },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'weighted-4', n: 4, quorum: { weights: { r0: 2 }, threshold: 3 } },
  { name: 'flexible-4', n: 4, quorum: { phase1: 3, phase2: 2 } },
  { name: 'flexible-5', n: 5, quorum: { phase1: 2, phase2: 4 } },
  {
    name: 'grid-2x2',
    n: 4,
    quorum: {
      grid: [
        ['r0', 'r1'],
        ['r2', 'r3'],
      ],
    },
  },
  {
    name: 'hierarchical-3x2',
    n: 6,
    quorum: {
      groups: { a: ['r0', 'r1'], b: ['r2', 'r3'], c: ['r4', 'r5'] },
      of: 'majority',
      within: 'majority',
    },
  },
];
