import { QUORUMS as OF_ALL } from '../quorums.js';

/** One of every kind of quorum that Raft can use, as a topology file would write it: phase-1 quorums meet each other. */
export const QUORUMS: typeof OF_ALL = [
  ...named('majority-3', 'majority-5', 'weighted-4', 'flexible-4'),
  { name: 'flexible-5', n: 5, quorum: { phase1: 4, phase2: 2 } },
  ...named('hierarchical-3x2'),
  {
    name: 'expression-4',
    n: 4,
    quorum: {
      phase1: { expression: 'r0 & r1 | r0 & r2 | r1 & r2 & r3' },
      phase2: { expression: 'r0 & (r1 | r2 & r3) | r1 & r2' },
    },
  },
];

function named(...names: readonly string[]): typeof OF_ALL {
  return names.map((name) => {
    const found = OF_ALL.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no quorum is called ${name}`);
    return found;
  });
}
