import type { Distribution } from '../distribution/distribution.js';
import { constant } from '../distribution/points.js';
import type { Build } from './build.js';
import type { Field } from './field.js';
import { LARGEST_DURATION } from './units.js';

/** An hour (ms): no round trip on Earth takes it, and no durable write. */
export const LONGEST_MEAN = 3_600_000;

/** A spread below this share of the duration makes no difference in any figure, and is lost in the rounding of sums. */
const NO_SPREAD = 1e-9;

/**
 * A round trip or durable write that was read, if its figures can be worked with: on average at most an hour, and all but
 * 1e-9 of its draws a duration that can be written. Beyond that, sums and squares overflow, and a counting run never ends,
 * as it would with one that never finishes at all. A law without a spread to speak of becomes its mean.
 */
export function withinBounds(build: Build, field: Field, law: Distribution): Distribution | undefined {
  const { start, end, mass } = law;
  if (mass === 0)
    return build.findings.error(field.path, 'this duration never finishes', 'give one of its parts a weight');
  if (!(law.mean <= LONGEST_MEAN)) {
    const mean = Number.isFinite(law.mean) ? `${Number(law.mean.toPrecision(3))} ms` : 'beyond all numbers';
    return build.findings.error(field.path, `the mean of this duration is ${mean}, more than an hour`);
  }
  if (!(end <= LARGEST_DURATION)) {
    return build.findings.error(
      field.path,
      'this duration reaches beyond 1e15 ms (30,000 years)',
      'all but a billionth of its draws must lie below that',
    );
  }
  return mass === 1 && end > start && end - start < NO_SPREAD * end ? constant(law.mean) : law;
}
