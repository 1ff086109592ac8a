import { expect, test } from 'vitest';
import { epaxosFastQuorumSize, fastPaxosQuorumSize, majoritySize } from '../../src/quorum/sizes.js';

const N = [3, 5, 7, 9];

test('a majority of 3, 5, 7, 9 is 2, 3, 4, 5, and of 4 is 3', () => {
  expect(N.map(majoritySize)).toEqual([2, 3, 4, 5]);
  expect(majoritySize(4)).toBe(3);
});

test('a fast quorum of Fast Paxos with classic majorities is 3, 4, 6, 7 of 3, 5, 7, 9 (Lamport 2006, §3.1)', () => {
  expect(N.map(fastPaxosQuorumSize)).toEqual([3, 4, 6, 7]);
});

test('a fast quorum of EPaxos is 2, 3, 5, 6 of 3, 5, 7, 9 (Moraru et al. 2013, §4.4)', () => {
  expect(N.map(epaxosFastQuorumSize)).toEqual([2, 3, 5, 6]);
});

test('a fast quorum of EPaxos is never below a majority, for even n too', () => {
  for (let n = 1; n <= 30; n++) {
    expect(epaxosFastQuorumSize(n)).toBeGreaterThanOrEqual(majoritySize(n));
    expect(epaxosFastQuorumSize(n)).toBeLessThanOrEqual(n);
  }
});
