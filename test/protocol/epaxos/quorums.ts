/** Every kind of quorum that the tests run with. */
export const QUORUMS: readonly { readonly name: string; readonly n: number; readonly quorum: unknown }[] = [
  { name: 'majority-3', n: 3, quorum: 'majority' },
  { name: 'majority-4', n: 4, quorum: 'majority' },
  { name: 'majority-5', n: 5, quorum: 'majority' },
  { name: 'majority-7', n: 7, quorum: 'majority' },
  { name: 'fast-all-3', n: 3, quorum: { classic: 'majority', fast: 'all' } },
  { name: 'weighted', n: 4, quorum: { weights: { r0: 2 }, threshold: 3 } },
];
