import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { never } from '../../src/distribution/points.js';
import { randomStream } from '../../src/distribution/random.js';
import { anyLaw, percentiles } from './laws.js';

describe('every law', () => {
  it('has a CDF that never falls, stays within 0 and its mass, and reaches it at the end', () => {
    fc.assert(
      fc.property(
        anyLaw,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (law, shares) => {
          const times = shares.map((s) => law.start + s * (law.end - law.start)).sort((a, b) => a - b);
          let last = 0;
          for (const t of times) {
            const p = law.cdf(t);
            expect(p).toBeGreaterThanOrEqual(last - 1e-12);
            expect(p).toBeLessThanOrEqual(law.mass + 1e-12);
            last = p;
          }
          expect(law.cdf(law.end)).toBeGreaterThan(law.mass - 1e-6);
          expect(law.start === 0 || law.cdf(law.start * (1 - 1e-9) - 1e-9) === 0).toBe(true);
        },
      ),
    );
  });

  it('has quantiles that invert its CDF: the smallest time that reaches p', () => {
    fc.assert(
      fc.property(anyLaw, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (law, share) => {
        const p = share * law.mass;
        const t = law.quantile(p);
        expect(law.cdf(t + 1e-9 * t)).toBeGreaterThanOrEqual(p - 1e-7);
        const before = t - 1e-6 * Math.max(t, 1e-3);
        if (before > law.start) expect(law.cdf(before)).toBeLessThanOrEqual(p + 1e-7);
      }),
    );
  });

  it('is never where p exceeds its mass, and sometimes finishes where it does not', () => {
    let improper = 0;
    fc.assert(
      fc.property(anyLaw, (law) => {
        if (law.mass < 1 - 1e-9) {
          improper++;
          expect(law.quantile(law.mass + 1e-9)).toBe(Number.POSITIVE_INFINITY);
        }
        expect(law.quantile(law.mass / 2)).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
    expect(improper).toBeGreaterThan(0);
    expect(never.quantile(0.1)).toBe(Number.POSITIVE_INFINITY);
    expect(never.cdf(1e9)).toBe(0);
  });

  it('tabulates what its CDF says', () => {
    fc.assert(
      fc.property(anyLaw, fc.double({ min: 0.01, max: 3, noNaN: true }), (law, step) => {
        const from = Math.max(0, law.start - 2 * step);
        const out = new Float64Array(40);
        law.tabulate(from, step, out);
        for (let i = 0; i < out.length; i++) {
          // A steep CDF tells times apart that differ in the last bit only: allow either side of it.
          const t = from + i * step;
          expect(out[i]).toBeGreaterThanOrEqual(law.cdf(t * (1 - 1e-12)) - 1e-9);
          expect(out[i]).toBeLessThanOrEqual(law.cdf(t * (1 + 1e-12)) + 1e-9);
        }
      }),
    );
  });

  it('moved by some ms is the same law, later', () => {
    fc.assert(
      fc.property(anyLaw, fc.double({ min: 0, max: 100, noNaN: true }), (law, by) => {
        const later = law.plus(by);
        expect(later.mass).toBe(law.mass);
        for (const p of percentiles) {
          if (p < law.mass) expect(later.quantile(p)).toBeCloseTo(law.quantile(p) + by, 6);
        }
        expect(later.mean).toBeCloseTo(law.mean + by, 6);
      }),
    );
  });

  it('draws what its CDF and mean say (Kolmogorov distance of 4,000 draws below 0.035)', () => {
    fc.assert(
      fc.property(anyLaw, fc.integer(), (law, seed) => {
        const uniform = randomStream(seed, 'draw');
        const n = 4000;
        const draws: number[] = [];
        for (let i = 0; i < n; i++) draws.push(law.draw(uniform));
        draws.sort((a, b) => a - b);
        let worst = 0;
        for (let i = 0; i < n; i += 7) {
          // At an atom many draws are equal: the CDF lies between the counts below and up to it.
          const t = draws[i];
          if (t === Number.POSITIVE_INFINITY) break;
          let first = i;
          let last = i;
          while (first > 0 && draws[first - 1] === t) first--;
          while (last + 1 < n && draws[last + 1] === t) last++;
          const p = law.cdf(t);
          worst = Math.max(worst, first / n - p, p - (last + 1) / n);
        }
        // P(distance > 0.035) < 1.1e-4 for each law (Kolmogorov); the seed is fixed, so a pass stays a pass.
        expect(worst).toBeLessThan(0.035);
      }),
      { seed: 20260101 },
    );
  });
});

describe('a random stream', () => {
  it('gives the same numbers for the same seed and name, and others for another seed or name', () => {
    const take = (seed: number, name: string): number[] => {
      const next = randomStream(seed, name);
      return [next(), next(), next(), next()];
    };
    expect(take(7, 'disk:a')).toEqual(take(7, 'disk:a'));
    expect(take(7, 'disk:a')).not.toEqual(take(8, 'disk:a'));
    expect(take(7, 'disk:a')).not.toEqual(take(7, 'disk:b'));
    expect(take(1, 'x')).not.toEqual(take(1 + 2 ** 40, 'x'));
  });

  it('is uniform: mean ½ and variance 1/12 within five standard errors', () => {
    const next = randomStream(42, 'uniform');
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const u = next();
      expect(u >= 0 && u < 1).toBe(true);
      sum += u;
      squares += u * u;
    }
    const mean = sum / n;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(squares / n - mean * mean - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
  });
});
