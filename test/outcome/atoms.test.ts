import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distribution/distribution.js';
import { gamma } from '../../src/distribution/gamma.js';
import { mixture } from '../../src/distribution/mixture.js';
import { constant, points } from '../../src/distribution/points.js';
import { sum, sumOf } from '../../src/distribution/sum.js';
import { uniform } from '../../src/distribution/uniform.js';
import { after, leaf, quorum } from '../../src/outcome/build.js';
import { Evaluator, sampled } from '../../src/outcome/evaluate.js';
import { threshold } from '../../src/quorum/shapes.js';

/** What losses make of a constant delay: most messages take it exactly, some wait, some are sent again. */
function lossy(ms: number): Distribution {
  return sumOf([
    constant(ms),
    points([
      { at: 0, mass: 0.99 },
      { at: 200 + ms, mass: 0.0099 },
      { at: 3 * (200 + ms), mass: 0.0001 },
    ]),
    mixture([
      { weight: 0.97, of: constant(0) },
      { weight: 0.03, of: uniform({ low: 0, high: 200 + ms }) },
    ]),
  ]);
}

const exactly = new Evaluator({ seed: 1, samples: 100 });

describe('atoms stay atoms', () => {
  it('in a sum of two laws that have some: their exact times, with the products of their masses', () => {
    const law = sum(lossy(30), lossy(20));
    const first = law.atoms?.[0];
    expect(first?.at).toBe(50);
    expect(first?.mass).toBeCloseTo((0.99 * 0.97) ** 2, 12);
    expect(law.quantile(0.5)).toBe(50);
    expect(law.quantile((first?.mass ?? 0) - 1e-9)).toBe(50);
    // What lies beside the atom is spread, from the atom on.
    expect(law.quantile((first?.mass ?? 0) + 1e-4)).toBeGreaterThan(50);
    expect(law.quantile((first?.mass ?? 0) + 1e-4)).toBeLessThan(55);
    expect(law.cdf(50 - 1e-9)).toBeLessThan(1e-6);
  });

  it('in what runs together: two of three end when the slower of the two nearest does, never in between', () => {
    const parts = [0, 30, 60].map((ms) => leaf(lossy(ms), { what: 'there and back' }));
    const { law, method } = exactly.evaluate(quorum(threshold(['a', 'b', 'c'], 2), parts));
    expect(method).toBe('exact');
    expect(law.quantile(0.5)).toBe(30);
    expect(law.quantile(0.9)).toBe(30);
    const drawn = sampled(quorum(threshold(['a', 'b', 'c'], 2), parts), 1, 400_000);
    for (const p of [0.5, 0.9, 0.99]) expect(law.quantile(p)).toBeCloseTo(drawn.quantile(p), 0);
    expect(law.mean / drawn.mean).toBeCloseTo(1, 2);
  });

  it('but not where something without atoms is added to each: a sum with a gamma has none', () => {
    const jitter = gamma({ shift: 0, shape: 2, scale: 3 });
    const law = sum(lossy(30), jitter);
    expect(law.atoms ?? []).toEqual([]);
    const drawn = sampled(
      after(leaf(lossy(30), { what: 'way' }), leaf(jitter, { what: 'jitter' })),
      1,
      400_000,
    );
    for (const p of [0.1, 0.5, 0.9, 0.99])
      expect(Math.abs(law.quantile(p) / drawn.quantile(p) - 1)).toBeLessThan(0.01);
  });

  it('and draws come from the same law: an atom as often as its mass says', () => {
    const law = sum(lossy(30), lossy(20));
    let at = 0;
    let state = 0.37;
    for (let i = 0; i < 20_000; i++) {
      state = (state + 0.6180339887498949) % 1;
      if (law.draw(() => state) === 50) at++;
    }
    expect(at / 20_000).toBeCloseTo((0.99 * 0.97) ** 2, 2);
  });
});
