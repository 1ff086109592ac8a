import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gamma } from '../../src/distribution/gamma.js';
import { half, halfError } from '../../src/distribution/half.js';
import { lognormal } from '../../src/distribution/lognormal.js';
import { mixture } from '../../src/distribution/mixture.js';
import { constant, points } from '../../src/distribution/points.js';
import { sum } from '../../src/distribution/sum.js';
import { apart, percentiles } from './laws.js';

describe('one way, from the round trip', () => {
  it('is exact for a shifted gamma: the halves add up to what was measured', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0.1, max: 40, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (shift, shape, scale) => {
          const rtt = gamma({ shift, shape, scale });
          const back = sum(half(rtt), half(rtt));
          for (const p of percentiles) expect(apart(back.quantile(p), rtt.quantile(p))).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('is exact for a constant', () => {
    expect(half(constant(70)).quantile(0.5)).toBe(35);
  });

  it.each([
    ['a lognormal', lognormal({ shift: 10, median: 1, sigma: 0.5 })],
    ['a wide lognormal', lognormal({ shift: 60, median: 3, sigma: 1 })],
  ])('of %s adds up to within 0.5 % at p50…p99.9 though no closed half exists', (_name, rtt) => {
    const back = sum(half(rtt), half(rtt));
    for (const p of percentiles) expect(apart(back.quantile(p), rtt.quantile(p))).toBeLessThan(5e-3);
    expect(apart(back.mean, rtt.mean)).toBeLessThan(1e-3);
  });

  it('says how far it misses a round trip over two distinct paths, which no two equal ways can make', () => {
    const rtt = mixture([
      { weight: 0.7, of: gamma({ shift: 68, shape: 2, scale: 0.3 }) },
      { weight: 0.3, of: gamma({ shift: 71, shape: 2, scale: 0.3 }) },
    ]);
    expect(halfError(rtt)).toBeGreaterThan(0.01);
    expect(halfError(rtt)).toBeLessThan(0.05);
    expect(halfError(gamma({ shape: 3, scale: 2 }))).toBe(0);
    expect(halfError(lognormal({ shift: 10, median: 1, sigma: 0.5 }))).toBeLessThan(5e-3);
  });

  it('of an RTT that may never come back comes with the square root of its mass', () => {
    const rtt = points([{ at: 70, mass: 0.81 }]);
    expect(half(rtt).mass).toBeCloseTo(0.9, 12);
    expect(sum(half(rtt), half(rtt)).mass).toBeCloseTo(0.81, 12);
  });

  it('is worked out once for each law', () => {
    const rtt = lognormal({ median: 1, sigma: 0.3 });
    expect(half(rtt)).toBe(half(rtt));
  });
});
