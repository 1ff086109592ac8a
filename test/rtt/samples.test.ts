import { describe, expect, test } from 'vitest';
import { gamma } from '../../src/distribution/gamma.js';
import { randomStream } from '../../src/distribution/random.js';
import { fitSamples, readSamples } from '../../src/rtt/samples.js';
import { thrown } from './findings-lines.js';

describe('samples, one a line', () => {
  test('in ms, or with a unit on each; comments and blank lines are skipped', () => {
    const text = `# ping\n\n${'0.028 s\n28ms\n'.repeat(10)}`;
    expect([...readSamples(text)]).toEqual(Array(20).fill(28));
  });

  test('what is no sample is named by its line, all at once', () => {
    expect(thrown(() => readSamples('1\n2\nthree\n-4\n5 ms\n'))).toEqual([
      '3:1 "three" is not a number',
      '4:1 "-4": a round trip takes more than 0 ms',
      '5:1 a unit here, while figures above carry none: write it on all of them, or on none (ms)',
    ]);
  });

  test('too few to fit, and nothing to read', () => {
    expect(thrown(() => readSamples('1\n2\n'))).toEqual([
      'a fit needs at least 20 samples, one a line; there are 2',
    ]);
    expect(thrown(() => readSamples(''))[0]).toContain('empty');
  });
});

test('samples of a shifted gamma give that gamma back, seed 7', () => {
  const uniform = randomStream(7, 'samples');
  const law = gamma({ shift: 60, shape: 2, scale: 3 });
  const { rtt, quantiles, worst } = fitSamples(
    Float64Array.from({ length: 20_000 }, () => law.draw(uniform)).sort(),
  );
  for (const { p } of quantiles) expect(Math.abs(rtt.quantile(p) / law.quantile(p) - 1)).toBeLessThan(0.01);
  expect(Math.abs(worst.error)).toBe(Math.max(...quantiles.map(({ error }) => Math.abs(error))));
  expect(Math.abs(worst.error)).toBeLessThan(0.005);
});

test('what is no gamma shows in the worst quantile', () => {
  const uniform = randomStream(7, 'samples');
  const twoPaths = Float64Array.from({ length: 5000 }, () => (uniform() < 0.8 ? 10 : 30) + uniform()).sort();
  expect(Math.abs(fitSamples(twoPaths).worst.error)).toBeGreaterThan(0.1);
});
