import { lowerGamma } from '../../../src/distribution/incomplete-gamma.js';

/**
 * Pearson's test of homogeneity: the probability that two samples from one law of categories differ at least so much.
 * Categories of which fewer than five are expected in either sample are put together.
 */
export function chiSquare(one: readonly number[], other: readonly number[]): number {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(one), total(other)];
  const cells: [number, number][] = [];
  let rest: [number, number] = [0, 0];
  one.forEach((count, i) => {
    const expected = ((count + other[i]) * Math.min(n, m)) / (n + m);
    if (expected >= 5) cells.push([count, other[i]]);
    else rest = [rest[0] + count, rest[1] + other[i]];
  });
  if (rest[0] + rest[1] > 0) cells.push(rest);
  let statistic = 0;
  for (const [a, b] of cells) {
    const share = (a + b) / (n + m);
    statistic += (a - share * n) ** 2 / (share * n) + (b - share * m) ** 2 / (share * m);
  }
  return cells.length < 2 ? 1 : 1 - lowerGamma((cells.length - 1) / 2, statistic / 2);
}
