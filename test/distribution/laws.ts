import fc from 'fast-check';
import type { Distribution } from '../../src/distribution/distribution.js';
import { empirical } from '../../src/distribution/empirical.js';
import { exponential, gamma } from '../../src/distribution/gamma.js';
import { gridWithTail } from '../../src/distribution/grid-with-tail.js';
import { lognormal } from '../../src/distribution/lognormal.js';
import { mixture } from '../../src/distribution/mixture.js';
import { constant, points } from '../../src/distribution/points.js';
import { sum } from '../../src/distribution/sum.js';
import { uniform } from '../../src/distribution/uniform.js';

const ms = (min: number, max: number): fc.Arbitrary<number> =>
  // Whole microseconds: no clock tells denormal numbers apart.
  fc.integer({ min: Math.ceil(min * 1000), max: Math.floor(max * 1000) }).map((us) => us / 1000);

/** Every way to make a law, proper and improper, of the sizes that links and disks have. */
export const anyLaw: fc.Arbitrary<Distribution> = fc.oneof(
  ms(0, 300).map(constant),
  fc.record({ shift: ms(0, 200), shape: ms(0.2, 12), scale: ms(0.05, 8) }).map(gamma),
  fc.record({ shift: ms(0, 50), mean: ms(0.1, 20) }).map(exponential),
  fc.record({ shift: ms(0, 50), median: ms(0.1, 5), sigma: ms(0.1, 1) }).map(lognormal),
  fc
    .record({ low: ms(0, 50), width: ms(0.1, 30) })
    .map(({ low, width }) => uniform({ low, high: low + width })),
  fc.array(ms(0, 80), { minLength: 1, maxLength: 30 }).map(empirical),
  fc
    .array(fc.record({ at: ms(0, 90), mass: ms(0.01, 1) }), { minLength: 1, maxLength: 4 })
    .map((atoms) => points(atoms.map(({ at, mass }) => ({ at, mass: mass / atoms.length })))),
  fc.record({ weight: ms(0.05, 0.95), shift: ms(0, 60), shape: ms(0.5, 6) }).map(({ weight, shift, shape }) =>
    mixture([
      { weight, of: gamma({ shift, shape, scale: 1 }) },
      { weight: (1 - weight) / 2, of: constant(shift + 20) },
    ]),
  ),
  fc
    .record({ a: ms(0.5, 5), b: ms(0.5, 5) })
    .map(({ a, b }) => sum(exponential({ mean: a }), uniform({ low: 1, high: 1 + b }))),
  fc
    .record({ start: ms(0, 50), step: ms(0.01, 0.1), stride: ms(1, 9), share: ms(0.5, 1) })
    .map(({ start, step, stride, share }) =>
      gridWithTail(
        start,
        step,
        Float64Array.from({ length: 90 }, (_, i) => (share * i) / 100),
        stride,
        Float64Array.from({ length: 12 }, (_, i) => share * (0.89 + i / 100)),
      ),
    ),
);

export const percentiles = [0.5, 0.9, 0.99, 0.999];

/** Relative distance of two figures. */
export function apart(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}
