import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/distribution/points.js';
import { splitVoteProbability } from '../../../src/estimate/failover/split-vote.js';
import { cluster, plainRaft } from './cases.js';
import { failoverByHand } from './hand/by-hand.js';
import { expectedElection } from './hand/expected-election.js';

describe('split votes (Ongaro, dissertation 2014, ch. 9: figure and text)', () => {
  // In words, for l = 0.2: "about half", "about 15 %", "nearly 70 %", "about 35 %", "about 10 %".
  it.each([
    [5, 4, 0.01, 0.0006, 0.02],
    [5, 4, 0.1, 0.052, 0.01],
    [5, 4, 0.2, 0.181, 0.01],
    [5, 3, 0.2, 0.5, 0.05],
    [9, 7, 0.2, 0.15, 0.05],
    [9, 5, 0.2, 0.7, 0.05],
    [9, 6, 0.2, 0.35, 0.05],
    [7, 6, 0.2, 0.1, 0.05],
  ])('n=%i, %i survivors, l=%f: %f', (n, survivors, latency, published, tolerance) => {
    expect(Math.abs(splitVoteProbability(survivors, n, latency) / published - 1)).toBeLessThan(tolerance);
  });

  it('is a probability, grows with latency, and is sure at a latency of the whole range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 15 }),
        fc.nat(20),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, more, l) => {
          const needed = Math.floor(n / 2) + 1;
          const survivors = Math.min(n, needed + more);
          const p = splitVoteProbability(survivors, n, l);
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1 + 1e-12);
          expect(splitVoteProbability(survivors, n, Math.min(1, l + 0.01))).toBeGreaterThanOrEqual(p - 1e-12);
          expect(splitVoteProbability(survivors, n, 1)).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it.each([
    [2, 5, 0.1],
    [6, 5, 0.1],
    [3, 5, -0.1],
    [3, 5, 1.1],
  ])('refuses %i survivors of %i at %f', (survivors, n, latency) => {
    expect(() => splitVoteProbability(survivors, n, latency)).toThrow(RangeError);
  });
});

describe('expected election', () => {
  it.each([
    [0, 5],
    [1, 4],
    [2, 3],
  ])(
    'closed form and timed model of plain Raft agree within 3 percent, %i of 5 down, l = 0.1',
    (down, survivors) => {
      const deployment = cluster([30, 40], [300, 600]);
      const law = constant(30);
      const { network } = deployment;
      const fixed = {
        ...deployment,
        network: {
          ...network,
          link: (from: readonly string[], to: readonly string[]) => ({
            ...network.link(from, to),
            oneWay: law,
          }),
        },
      };
      const model = failoverByHand(fixed, plainRaft, {
        seed: 1,
        crashes: 10_000,
        leader: 'f',
        down: new Set(['a', 'b'].slice(0, down)),
      });
      // Timers start with the crash here: no heartbeat before it.
      const closed = 300 * expectedElection(survivors, 5, 0.1, 0, 0);
      expect(Math.abs(model.untilElected.mean / closed - 1)).toBeLessThan(0.03);
    },
  );
});
