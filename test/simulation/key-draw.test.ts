import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/distribution/random.js';
import { keyDraw } from '../../src/simulation/key-draw.js';
import type { Keys } from '../../src/topology/deployment.js';
import { clashProbability, keyShares } from '../../src/topology/keys.js';

const anyKeys: fc.Arbitrary<Keys> = fc.record({
  count: fc.integer({ min: 1, max: 200 }),
  zipf: fc.double({ min: 0, max: 3, noNaN: true }),
  hot: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('keys', () => {
  it('have shares that add up to 1, the more popular first', () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        const shares = [...keyShares(keys)];
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (let k = 1; k < shares.length; k++) expect(shares[k]).toBeLessThanOrEqual(shares[k - 1]);
      }),
    );
  });

  it('are drawn by inversion: every uniform gives the key in whose stretch of the cumulative shares it lies', () => {
    fc.assert(
      fc.property(anyKeys, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (keys, uniform) => {
        const shares = keyShares(keys);
        const key = keyDraw(keys)(uniform);
        expect(Number.isInteger(key) && key >= 0 && key < keys.count).toBe(true);
        let below = 0;
        for (let k = 0; k < key; k++) below += shares[k];
        expect(uniform).toBeGreaterThanOrEqual(below - 1e-9);
        expect(uniform).toBeLessThanOrEqual(below + shares[key] + 1e-9);
      }),
    );
  });

  it.each([
    ['uniform, 50 keys: 1 in 50', { count: 50, zipf: 0, hot: 0 }, 1 / 50],
    ['Zipf, s = 1, 3 keys: shares 6, 3, 2 of 11', { count: 3, zipf: 1, hot: 0 }, (36 + 9 + 4) / 121],
    ['all on the hot key', { count: 10, zipf: 0, hot: 1 }, 1],
    [
      '5 % on the hot key, 10,000 others: about a quarter of a per cent',
      { count: 10_001, zipf: 0, hot: 0.05 },
      0.0026,
    ],
  ])('clash as often as the squares of their shares say (%s)', (_name, keys, expected) => {
    expect(clashProbability(keys)).toBeCloseTo(expected, 4);
    const draw = keyDraw(keys);
    const uniform = randomStream(7, 'clash');
    let clashes = 0;
    for (let i = 0; i < 100_000; i++) {
      const first = draw(uniform());
      const second = draw(uniform());
      if (first === second) clashes++;
    }
    expect(Math.abs(clashes / 1e5 - expected)).toBeLessThan(5 * Math.sqrt((expected + 1e-4) / 1e5));
  });
});
