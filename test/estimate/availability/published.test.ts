import { describe, expect, test } from 'vitest';
import { grid, hierarchical, majority, threshold } from '../../../src/quorum/shapes.js';
import { apart, failing, fleetAt, idsOf, lettered, lossOf, majorityOf } from './fleets.js';

/** Equal to a relative 1e-9: more than the six digits that count. */
function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-9);
}

describe('independent machines that fail with .1', () => {
  test('majorities of 3, 5, 7, 9 are lost with .028, .00856, .002728, .00089092 (binomial)', () => {
    for (const [n, loss] of [
      [3, 0.028],
      [5, 0.00856],
      [7, 0.002728],
      [9, 0.00089092],
    ]) {
      const fleet = apart(n, 0.1);
      expectClose(lossOf(fleet, majorityOf(fleet)), loss);
    }
  });

  test('a majority of six is lost oftener than one of five: .01585 against .00856 (binomial)', () => {
    const six = apart(6, 0.1);
    expectClose(lossOf(six, majorityOf(six)), 0.01585);
  });

  test('two of three groups, two of three in each, is lost with .002308096: 3f²−2f³, f = .028 (Kumar 1991)', () => {
    const fleet = apart(9, 0.1);
    const ids = idsOf(fleet);
    const groups = [0, 1, 2].map((g) => ({ name: `g${g}`, members: ids.slice(3 * g, 3 * g + 3) }));
    expectClose(
      lossOf(
        fleet,
        hierarchical(ids, groups, 2, () => 2),
      ),
      0.002308096,
    );
  });

  test('a 3×3 grid loses its columns with 1−(1−q³)³, its whole rows with (1−p³)³, and both as inclusion says', () => {
    const fleet = apart(9, 0.1);
    const ids = idsOf(fleet);
    const { wholeRow, oneOfEveryRow } = grid(ids, [ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)]);
    expectClose(lossOf(fleet, oneOfEveryRow), 1 - 0.999 ** 3);
    expectClose(lossOf(fleet, wholeRow), 0.271 ** 3);
    // Both hold: every row has one, less the cases where every row has one and none is whole.
    expectClose(lossOf(fleet, wholeRow, oneOfEveryRow), 1 - (0.999 ** 3 - (0.999 - 0.729) ** 3));
  });

  test('the Fano plane is lost with .0068104: it is its own dual, 7q³p⁴ + 28q⁴p³ + 21q⁵p² + 7q⁶p + q⁷', () => {
    const fano = lettered(7, 'a&b&c | a&d&e | a&f&g | b&d&f | b&e&g | c&d&g | c&e&f');
    expectClose(lossOf(apart(7, 0.1), fano), 0.0068104);
  });

  test('the tree of seven (Agrawal, El Abbadi 1991) is lost with .0103096: root up or down, two equal subtrees', () => {
    const tree = lettered(
      7,
      'a & (b & (d | e) | c & (f | g)) | (b & (d | e) | d & e) & (c & (f | g) | f & g)',
    );
    const path = 0.9 * 0.99;
    const without = 0.1 * 0.81;
    const up = 0.9 * (1 - (1 - path) ** 2 + without ** 2) + 0.1 * (path + without) ** 2;
    expectClose(1 - up, 0.0103096);
    expectClose(lossOf(apart(7, 0.1), tree), 0.0103096);
  });

  test('k of n is lost with the binomial tail, also at 1e-5 where 1 − P has no digits left', () => {
    for (const [n, k, q] of [
      [25, 13, 1e-2],
      [30, 16, 0.2],
      [9, 5, 1e-5],
    ]) {
      const fleet = apart(n, q);
      let tail = 0;
      let ways = 1;
      for (let out = 0; out <= n; out++) {
        if (out > n - k) tail += ways * q ** out * (1 - q) ** (n - out);
        ways = (ways * (n - out)) / (out + 1);
      }
      expectClose(lossOf(fleet, threshold(idsOf(fleet), k)), tail);
    }
  });
});

describe('nodes that fail with .01 in regions that fail with .001, majority of five', () => {
  const laidOut = (...regions: string[]) =>
    lossOf(
      fleetAt(regions, { machine: failing(0.01), region: failing(0.001) }),
      majority(regions.map((_, index) => `r${index + 1}`)),
    );

  test('laid out 2+2+1 it is lost with 7.269317968e-5 (sum over the states of the regions)', () => {
    expectClose(laidOut('a', 'a', 'b', 'b', 'c'), 7.269317968e-5);
  });

  test('laid out 3+1+1 it is lost with 1.011032442e-3: one region takes the majority', () => {
    expectClose(laidOut('a', 'a', 'a', 'b', 'c'), 1.011032442e-3);
  });

  test('the order in which the file lists the replicas does not matter', () => {
    expectClose(laidOut('b', 'a', 'c', 'b', 'a'), 7.269317968e-5);
  });
});
