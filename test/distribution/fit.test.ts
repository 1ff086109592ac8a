import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMoments, fitQuantiles } from '../../src/distribution/fit.js';
import { gamma } from '../../src/distribution/gamma.js';
import { apart } from './laws.js';

describe('a fit through quantiles', () => {
  it('recovers a shifted gamma from three of its quantiles', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 200, noNaN: true }),
        fc.double({ min: 0.4, max: 20, noNaN: true }),
        fc.double({ min: 0.1, max: 8, noNaN: true }),
        (shift, shape, scale) => {
          const law = gamma({ shift, shape, scale });
          const fitted = fitQuantiles({
            quantiles: [0.1, 0.5, 0.99].map((p) => ({ p, at: law.quantile(p) })),
          });
          for (const p of [0.25, 0.9, 0.999])
            expect(apart(fitted.quantile(p), law.quantile(p))).toBeLessThan(2e-3);
        },
      ),
    );
  });

  it('passes through a minimum, a median and a p99 exactly (the override of the topology reference)', () => {
    const law = fitQuantiles({
      min: 60,
      quantiles: [
        { p: 0.5, at: 68 },
        { p: 0.99, at: 75 },
      ],
    });
    expect(law.start).toBe(60);
    expect(law.quantile(0.5)).toBeCloseTo(68, 6);
    expect(law.quantile(0.99)).toBeCloseTo(75, 6);
  });

  it('passes through two quantiles with the customary shape 2', () => {
    const law = fitQuantiles({
      quantiles: [
        { p: 0.5, at: 0.8 },
        { p: 0.99, at: 2.4 },
      ],
    });
    expect(law.law).toMatchObject({ kind: 'gamma', shape: 2 });
    expect(law.quantile(0.5)).toBeCloseTo(0.8, 9);
    expect(law.quantile(0.99)).toBeCloseTo(2.4, 9);
  });

  it('starts at 0 ms and frees the shape where shape 2 would start below', () => {
    const law = fitQuantiles({
      quantiles: [
        { p: 0.5, at: 2 },
        { p: 0.9, at: 5.1 },
      ],
    });
    expect(law.start).toBe(0);
    expect(law.quantile(0.5)).toBeCloseTo(2, 6);
    expect(law.quantile(0.9)).toBeCloseTo(5.1, 6);
  });

  it('of equal quantiles is a constant', () => {
    expect(fitQuantiles({ quantiles: [{ p: 0.5, at: 30 }] }).quantile(0.999)).toBe(30);
    expect(
      fitQuantiles({
        quantiles: [
          { p: 0.5, at: 30 },
          { p: 0.9, at: 30 },
        ],
      }).quantile(0.999),
    ).toBe(30);
  });

  it('refuses quantiles that fall, repeat or leave 0…1', () => {
    const at = (quantiles: { p: number; at: number }[], min?: number) => () =>
      fitQuantiles(min === undefined ? { quantiles } : { min, quantiles });
    expect(at([])).toThrow(RangeError);
    expect(
      at([
        { p: 0.5, at: 5 },
        { p: 0.9, at: 4 },
      ]),
    ).toThrow('lies below 5 ms');
    expect(
      at([
        { p: 0.5, at: 5 },
        { p: 0.5, at: 6 },
      ]),
    ).toThrow(RangeError);
    expect(at([{ p: 1, at: 5 }])).toThrow(RangeError);
    expect(at([{ p: 0.5, at: 5 }], 6)).toThrow('lies below 6 ms');
  });
});

describe('a fit through moments', () => {
  it('has the minimum, mean and standard deviation that it was given', () => {
    const law = fitMoments({ min: 142.4, mean: 143, sd: 0.5 });
    expect(law.start).toBe(142.4);
    expect(law.mean).toBeCloseTo(143, 12);
    expect(law.law).toMatchObject({ kind: 'gamma', shift: 142.4, scale: expect.closeTo(0.25 / 0.6, 9) });
  });

  it('without spread is a constant', () => {
    expect(fitMoments({ min: 5, mean: 5, sd: 0 }).quantile(0.99)).toBe(5);
  });
});
