import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convolve } from '../../src/distribution/convolve.js';
import { exponential, gamma } from '../../src/distribution/gamma.js';
import { gammaQuantile, lowerGamma } from '../../src/distribution/incomplete-gamma.js';
import { invert } from '../../src/distribution/invert.js';
import { mixture } from '../../src/distribution/mixture.js';
import { normalCdf } from '../../src/distribution/normal.js';
import { constant, points } from '../../src/distribution/points.js';
import { sum, sumOf } from '../../src/distribution/sum.js';
import { uniform } from '../../src/distribution/uniform.js';
import { anyLaw, apart, percentiles } from './laws.js';

describe('special functions', () => {
  it.each([
    // Abramowitz & Stegun, Handbook of Mathematical Functions: P(a, x) by χ² (26.4.19) and erf (7.1.22).
    [0.5, 0.5, 0.6826894921370859],
    [0.5, 2, 0.9544997361036416],
    [1, Math.LN10, 0.9],
    [2, 1, 0.2642411176571153],
    [5, 5, 0.5595067149347877],
    [30, 25, 0.18210392], // χ²(60) at 50: table 26.7 gives Q = .81790
  ])('P(%d, %d) = %d', (a, x, expected) => {
    expect(lowerGamma(a, x)).toBeCloseTo(expected, 6);
  });

  it('P(a, x) for whole a agrees with the continued fraction of a neighbouring a', () => {
    for (const a of [2, 3, 7, 12]) {
      for (const x of [0.01, 0.3, 1, a, 3 * a, 60]) {
        const either = (lowerGamma(a - 1e-7, x) + lowerGamma(a + 1e-7, x)) / 2;
        expect(apart(lowerGamma(a, x), either)).toBeLessThan(1e-9);
      }
    }
  });

  it('gamma quantiles are those of the χ² table (A&S 26.8): χ²(4) at .95 is 9.48773, χ²(10) at .99 is 23.2093', () => {
    expect(2 * gammaQuantile(2, 0.95)).toBeCloseTo(9.48773, 4);
    expect(2 * gammaQuantile(5, 0.99)).toBeCloseTo(23.2093, 3);
  });

  it('Φ(1.959964) = 0.975 (A&S 26.2)', () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 12);
  });

  it('the FFT convolution is the direct one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 25, maxLength: 90 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 25, maxLength: 150 }),
        (a, b) => {
          const fast = convolve(Float64Array.from(a), Float64Array.from(b));
          for (let k = 0; k < a.length + b.length - 1; k++) {
            let direct = 0;
            for (let i = 0; i < a.length; i++) direct += a[i] * (b[k - i] ?? 0);
            expect(fast[k]).toBeCloseTo(direct, 10);
          }
        },
      ),
    );
  });
});

describe('sums within 0.1 % of closed forms at p50, p90, p99, p99.9', () => {
  it.each([
    [1, 3],
    [1, 1.5],
    [0.2, 5],
    [1, 40],
  ])('of exponentials of means %d and %d (hypoexponential)', (a, b) => {
    const total = sum(exponential({ mean: a }), exponential({ mean: b }));
    const cdf = (t: number): number => 1 - (b * Math.exp(-t / b) - a * Math.exp(-t / a)) / (b - a);
    for (const p of percentiles) {
      expect(apart(total.quantile(p), invert(cdf, p, 0, 60 * b))).toBeLessThan(1e-3);
    }
    expect(total.mean).toBeCloseTo(a + b, 2);
  });

  it.each([
    [0.5, 2.5],
    [1, 3],
    [4, 4],
  ])('of gammas of shapes %d and %d, on the grid as well as in closed form', (a, b) => {
    const exact = gamma({ shift: 5, shape: a + b, scale: 2 });
    const closed = sum(gamma({ shift: 2, shape: a, scale: 2 }), gamma({ shift: 3, shape: b, scale: 2 }));
    // A scale that differs in the tenth digit takes the convolution.
    const gridded = sum(
      gamma({ shift: 2, shape: a, scale: 2 }),
      gamma({ shift: 3, shape: b, scale: 2 + 2e-10 }),
    );
    expect(closed.law.kind).toBe('gamma');
    expect(gridded.law.kind).toBe('grid');
    for (const p of percentiles) {
      expect(closed.quantile(p)).toBeCloseTo(exact.quantile(p), 9);
      expect(apart(gridded.quantile(p), exact.quantile(p))).toBeLessThan(1e-3);
    }
  });

  it('of two uniforms (the triangle)', () => {
    const total = sum(uniform({ low: 0, high: 1 }), uniform({ low: 2, high: 3 }));
    for (const p of [0.5, 0.9, 0.99, 0.999]) {
      expect(apart(total.quantile(p), 4 - Math.sqrt(2 * (1 - p)))).toBeLessThan(1e-3);
    }
  });

  it('of ten exponentials (Erlang), added one by one on the grid', () => {
    const parts = Array.from({ length: 10 }, (_, i) => exponential({ mean: 1 + i * 1e-9 }));
    const total = sumOf(parts);
    const erlang = gamma({ shape: 10, scale: 1 });
    for (const p of percentiles) expect(apart(total.quantile(p), erlang.quantile(p))).toBeLessThan(1e-3);
  });

  it('of a quick body and a rare long stall keeps the quick body sharp', () => {
    const disk = mixture([
      { weight: 0.99, of: gamma({ shift: 0.5, shape: 2, scale: 0.1 }) },
      { weight: 0.01, of: constant(100) },
    ]);
    const total = sum(disk, exponential({ mean: 0.05 }));
    expect(total.quantile(0.5)).toBeGreaterThan(0.7);
    expect(total.quantile(0.5)).toBeLessThan(0.75);
    expect(total.quantile(0.995)).toBeGreaterThan(99);
    expect(total.mean).toBeCloseTo(0.99 * 0.7 + 1 + 0.05, 2);
  });
});

describe('ΔQ laws of the sum', () => {
  it('is exact for constants', () => {
    expect(sumOf([constant(20), constant(52), constant(0.5)]).law).toEqual({
      kind: 'points',
      points: [{ at: 72.5, mass: 1 }],
    });
  });

  it('multiplies the masses: it finishes when both do', () => {
    fc.assert(
      fc.property(anyLaw, anyLaw, (a, b) => {
        expect(sum(a, b).mass).toBeCloseTo(a.mass * b.mass, 9);
      }),
    );
  });

  it('commutes, associates and has 0 ms as its unit, within 3 % of their width', () => {
    fc.assert(
      fc.property(anyLaw, anyLaw, anyLaw, (a, b, c) => {
        const left = sum(sum(a, b), c);
        const right = sum(a, sum(c, b));
        // A cell of the widest of the three, which may be wider than the result.
        const width = a.end + b.end + c.end;
        for (const p of [0.1, 0.5, 0.9, 0.99]) {
          // Compare where the CDF has no atom or plateau to jump over: by CDF at a time, with a little slack in time.
          const t = left.quantile(p * left.mass);
          const slack = 3e-2 * width + 1e-6 * t + 1e-9;
          expect(right.cdf(t + slack)).toBeGreaterThanOrEqual(p * left.mass - 1e-2);
          expect(right.cdf(t - slack)).toBeLessThanOrEqual(p * left.mass + 1e-2);
        }
        expect(sum(a, constant(0)).quantile(a.mass / 2)).toBeCloseTo(a.quantile(a.mass / 2), 9);
      }),
      { numRuns: 60 },
    );
  });

  it('adds the means', () => {
    fc.assert(
      fc.property(anyLaw, anyLaw, (a, b) => {
        const total = sum(a, b);
        expect(Math.abs(total.mean - a.mean - b.mean)).toBeLessThan(
          1e-3 * (total.mean + (total.end - total.start) * 0.1),
        );
      }),
    );
  });

  it('keeps atoms apart: two coins of 10 or 20 ms give 20, 30 and 40', () => {
    const coin = points([
      { at: 10, mass: 0.5 },
      { at: 20, mass: 0.5 },
    ]);
    expect(sum(coin, coin).law).toEqual({
      kind: 'points',
      points: [
        { at: 20, mass: 0.25 },
        { at: 30, mass: 0.5 },
        { at: 40, mass: 0.25 },
      ],
    });
  });
});
