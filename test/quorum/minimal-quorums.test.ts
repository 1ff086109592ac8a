import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countMinimalQuorums, eachMinimalQuorum, minimalQuorums } from '../../src/quorum/minimal-quorums.js';
import { grid, hierarchical, majority, weighted } from '../../src/quorum/shapes.js';
import { without } from '../../src/quorum/without.js';
import { arbitrarySystem } from './arbitrary-systems.js';
import { idsOf, minimalMasks, replicas } from './brute-force.js';

describe('minimalQuorums', () => {
  test('are the sets with a quorum and no member to spare, by size and then in member order', () => {
    fc.assert(
      fc.property(arbitrarySystem(7), (system) => {
        const key = (ids: readonly string[]) => [ids.length, ...ids.map((id) => system.members.indexOf(id))];
        const expected = minimalMasks(system)
          .map((mask) => idsOf(system.members, mask))
          .sort((a, b) => compare(key(a), key(b)));
        expect(minimalQuorums(system)).toEqual(expected);
        expect(countMinimalQuorums(system)).toBe(expected.length);
      }),
      { numRuns: 200 },
    );
  });

  test('of a weighted system come smallest first', () => {
    expect(minimalQuorums(weighted([...'abcde'], { a: 3, b: 2, c: 2 }))).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'd', 'e'],
      ['b', 'c', 'd'],
      ['b', 'c', 'e'],
    ]);
  });

  test('of a grid are its rows, and one of every row', () => {
    const { wholeRow, oneOfEveryRow } = grid(
      [...'abcde'],
      [
        ['a', 'b', 'c'],
        ['d', 'e'],
      ],
    );
    expect(minimalQuorums(wholeRow).map((quorum) => quorum.join(''))).toEqual(['de', 'abc']);
    expect(minimalQuorums(oneOfEveryRow).map((quorum) => quorum.join(''))).toEqual([
      'ad',
      'ae',
      'bd',
      'be',
      'cd',
      'ce',
    ]);
  });

  test('of a majority of 30 are C(30,16) = 145422675, counted without being listed and listed as asked for', () => {
    const system = majority(replicas(30));
    expect(countMinimalQuorums(system)).toBe(145_422_675);
    const first = minimalQuorums(system, 3);
    expect(first).toHaveLength(3);
    expect(first[0]).toEqual(replicas(16));
    expect(first[1]).toEqual([...replicas(15), 'r17']);
    expect(eachMinimalQuorum(system).next().value).toEqual(first[0]);
    expect(minimalQuorums(system, 0)).toEqual([]);
  });

  test('of groups dealt out across the file come in file order still', () => {
    const groups = [0, 1, 2].map((g) => ({
      name: `g${g}`,
      members: replicas(9).filter((_, index) => index % 3 === g),
    }));
    const quorums = minimalQuorums(hierarchical(replicas(9), groups, 2, () => 2));
    // Two of three groups, two of three in each: 3 · 3 · 3 quorums of 4.
    expect(quorums).toHaveLength(27);
    expect(quorums[0]).toEqual(['r1', 'r2', 'r4', 'r5']);
  });

  test('of a system that has lost every quorum are none', () => {
    const lost = without(majority(replicas(3)), ['r1', 'r2']);
    expect(minimalQuorums(lost)).toEqual([]);
    expect(countMinimalQuorums(lost)).toBe(0);
  });
});

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! - (b[at] ?? -1);
}
