import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distribution/distribution.js';
import { exponential } from '../../src/distribution/gamma.js';
import { lognormal } from '../../src/distribution/lognormal.js';
import { constant } from '../../src/distribution/points.js';
import { after, all, any, choice, instant, leaf, never, quorum } from '../../src/outcome/build.js';
import { criticalPath } from '../../src/outcome/critical-path.js';
import { sharesOf } from '../../src/outcome/deciders.js';
import { describe as inWords } from '../../src/outcome/describe.js';
import { Evaluator, sampled } from '../../src/outcome/evaluate.js';
import { isReadOnce, leavesOf } from '../../src/outcome/leaves.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import { threshold } from '../../src/quorum/shapes.js';
import { anyLaw } from '../distribution/laws.js';

const delay = (law: Distribution, what = 'delay'): Outcome => leaf(law, { what });
const exactly = (outcome: Outcome): Distribution =>
  new Evaluator({ seed: 1, samples: 100 }).evaluate(outcome).law;

/** Any read-once expression, three levels deep. */
const anyOutcome: fc.Arbitrary<Outcome> = fc.letrec<{ node: Outcome }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'outcome' },
    anyLaw.map((law) => delay(law)),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => after(...parts)),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => all(...parts)),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => any(...parts)),
    fc.tuple(fc.array(tie('node'), { minLength: 2, maxLength: 5 }), fc.nat()).map(([parts, k]) =>
      quorum(
        threshold(
          parts.map((_, i) => `r${i}`),
          1 + (k % parts.length),
        ),
        parts,
      ),
    ),
    fc
      .tuple(fc.double({ min: 0.01, max: 0.99, noNaN: true }), tie('node'), tie('node'))
      .map(([p, a, b]) => choice(p, a, b)),
  ),
})).node;

/**
 * Holds the CDFs equal at several times, with slack for atoms smeared over a grid cell: a cell of the widest law that
 * was combined on the way, which may be wider than the result.
 */
function expectSame(a: Distribution, b: Distribution, widest = a.end - a.start): void {
  expect(a.mass).toBeCloseTo(b.mass, 6);
  if (a.mass === 0) return;
  const slack = 3e-2 * widest + 1e-6 * a.end + 1e-9;
  for (const p of [0.05, 0.25, 0.5, 0.75, 0.95]) {
    const t = a.quantile(p * a.mass);
    expect(b.cdf(t + slack)).toBeGreaterThanOrEqual(p * a.mass - 1e-2);
    expect(b.cdf(t - slack)).toBeLessThanOrEqual(p * a.mass + 1e-2);
  }
}

describe('laws of ΔQ (Haeri et al. 2022, §4)', () => {
  it('never absorbs after and all, and is the unit of any; instant is the unit of after and all', () => {
    fc.assert(
      fc.property(anyOutcome, (x) => {
        expect(after(x, never)).toBe(never);
        expect(all(never, x)).toBe(never);
        expect(any(x, instant)).toBe(instant);
        expectSame(exactly(any(x, never)), exactly(x));
        expectSame(exactly(after(instant, x)), exactly(x));
        expectSame(exactly(all(x, instant)), exactly(x));
      }),
      { numRuns: 40 },
    );
  });

  it('after, all and any are associative', () => {
    // Nested by hand: the constructors would flatten it.
    const nest = (kind: 'after' | 'all' | 'any', x: Outcome, y: Outcome): Outcome => ({
      kind,
      parts: [x, y],
    });
    fc.assert(
      fc.property(fc.constantFrom('after', 'all', 'any'), anyLaw, anyLaw, anyLaw, (kind, a, b, c) => {
        const left = nest(kind, nest(kind, delay(a), delay(b)), delay(c));
        const right = nest(kind, delay(a), nest(kind, delay(b), delay(c)));
        expectSame(exactly(left), exactly(right), a.end + b.end + c.end);
      }),
      { numRuns: 60 },
    );
  });

  it('more to wait for is never quicker; another way to finish is never slower', () => {
    fc.assert(
      fc.property(anyOutcome, anyLaw, (x, extra) => {
        const base = exactly(x);
        const widest = leavesOf(x).reduce((sum, { delay: { end } }) => sum + end, extra.end);
        const more = exactly(all(x, delay(extra)));
        const less = exactly(any(x, delay(extra)));
        for (const p of [0.1, 0.5, 0.9]) {
          const t = base.quantile(p * base.mass);
          if (!Number.isFinite(t)) continue;
          const slack = 3e-2 * widest + 1e-9;
          expect(more.cdf(t - slack)).toBeLessThanOrEqual(p * base.mass + 1e-2);
          expect(less.cdf(t + slack)).toBeGreaterThanOrEqual(p * base.mass - 1e-2);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('all is the quorum of everyone, any the quorum of one', () => {
    fc.assert(
      fc.property(fc.array(anyLaw, { minLength: 2, maxLength: 4 }), (laws) => {
        const ids = laws.map((_, i) => `r${i}`);
        const parts = (): Outcome[] => laws.map((law) => delay(law));
        const widest = Math.max(...laws.map(({ end }) => end));
        expectSame(exactly(all(...parts())), exactly(quorum(threshold(ids, laws.length), parts())), widest);
        expectSame(exactly(any(...parts())), exactly(quorum(threshold(ids, 1), parts())), widest);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the evaluator', () => {
  it('agrees with sampling of the same expression (Kolmogorov distance of 20,000 runs below 0.02)', () => {
    let improper = 0;
    fc.assert(
      fc.property(anyOutcome, fc.integer(), (x, seed) => {
        const exact = exactly(x);
        const runs = sampled(x, seed, 20_000);
        expect(Math.abs(runs.mass - exact.mass)).toBeLessThan(0.02);
        if (exact.mass < 0.999) improper++;
        if (exact.mass < 0.01) return;
        const slack = 2e-2 * (exact.end - exact.start) + 1e-6;
        for (const p of [0.1, 0.3, 0.5, 0.7, 0.9]) {
          const t = exact.quantile(p * exact.mass);
          expect(runs.cdf(t + slack)).toBeGreaterThan(p * exact.mass - 0.02);
          expect(runs.cdf(Math.max(0, t - slack))).toBeLessThan(p * exact.mass + 0.02);
        }
      }),
      { numRuns: 60, seed: 4711 },
    );
    expect(improper).toBeGreaterThan(0);
  });

  it('evaluates exactly where every leaf stands once, and samples where a leg is shared', () => {
    const evaluator = new Evaluator({ seed: 1, samples: 2000 });
    const shared = delay(constant(5));
    const once = all(delay(constant(5)), delay(constant(7)));
    const twice = all(after(shared, delay(constant(1))), after(shared, delay(constant(2))));
    expect(isReadOnce(once)).toBe(true);
    expect(isReadOnce(twice)).toBe(false);
    expect(evaluator.evaluate(once).method).toBe('exact');
    expect(evaluator.evaluate(twice)).toMatchObject({ method: 'sampled', samples: 2000 });
    expect(evaluator.evaluate(twice).law.quantile(0.5)).toBe(7);
    // The branches of a choice never run together.
    expect(isReadOnce(choice(0.5, shared, after(shared, delay(constant(1)))))).toBe(true);
  });

  it('samples where a tail is too long for a grid: a lognormal of σ = 3, within 5 % at the quartiles', () => {
    const law = lognormal({ median: 1, sigma: 3 });
    const evaluation = new Evaluator({ seed: 4, samples: 60_000 }).evaluate(
      after(delay(law), delay(exponential({ mean: 1e-6 }))),
    );
    expect(evaluation.method).toBe('sampled');
    for (const p of [0.25, 0.5, 0.75])
      expect(Math.abs(evaluation.law.quantile(p) / law.quantile(p) - 1)).toBeLessThan(0.05);
    const mild = after(delay(lognormal({ median: 1, sigma: 1 })), delay(exponential({ mean: 1e-6 })));
    expect(new Evaluator({ seed: 4, samples: 100 }).evaluate(mild).method).toBe('exact');
  });

  it('gives the last of one shared leg its own law, not that of two independent ones', () => {
    const leg = delay(exponential({ mean: 1 }));
    const evaluation = new Evaluator({ seed: 3, samples: 50_000 }).evaluate(any(all(leg, leg), leg));
    expect(evaluation.method).toBe('sampled');
    expect(evaluation.law.quantile(0.5)).toBeGreaterThan(Math.LN2 * 0.97);
    expect(evaluation.law.quantile(0.5)).toBeLessThan(Math.LN2 * 1.03);
    const last = new Evaluator({ seed: 3, samples: 1 }).evaluate(all(leg, leg));
    expect(last.method).toBe('exact');
    expect(last.law.quantile(0.5)).toBeCloseTo(Math.LN2, 3);
  });
});

describe('who decides', () => {
  it('shares agree with counting in sampled runs', () => {
    fc.assert(
      fc.property(fc.array(anyLaw, { minLength: 3, maxLength: 5 }), fc.nat(), (laws, k) => {
        const system = threshold(
          laws.map((_, i) => `r${i}`),
          1 + (k % laws.length),
        );
        const node = quorum(
          system,
          laws.map((law, i) => delay(law, `r${i}`)),
        );
        const whole = exactly(node);
        fc.pre(whole.mass > 0.2);
        // Atoms that coincide have no one who decides.
        fc.pre(
          new Set(laws.filter((law) => law.law.kind === 'points').map((law) => law.start)).size ===
            laws.filter((law) => law.law.kind === 'points').length,
        );
        const shares = sharesOf(system, laws, whole);
        const counted = criticalPath(node, 5, 20_000);
        const byName = new Map(counted.map(({ leaf: { label }, onPath }) => [label.what, onPath]));
        for (const [i, share] of shares.decides.entries()) {
          // 20,000 runs of which a fifth or more finish: 0.8 % of noise, and four times that is rare.
          expect(Math.abs(share - (byName.get(`r${i}`) ?? 0))).toBeLessThan(0.03);
        }
        expect(shares.decides.reduce((s, x) => s + x, 0)).toBeCloseTo(1, 9);
        // On average as many are in the quorum as it takes, or a few more where answers coincide.
        expect(shares.inQuorum.reduce((s, x) => s + x, 0)).toBeGreaterThan(1 + (k % laws.length) - 0.05);
      }),
      { numRuns: 40, seed: 99 },
    );
  });

  it('of constants is the one at the quorum’s rank', () => {
    const laws = [constant(0.8), constant(14), constant(62), constant(68), constant(140)];
    const system = threshold(['va', 'oh', 'or', 'ie', 'de'], 3);
    const shares = sharesOf(
      system,
      laws,
      exactly(
        quorum(
          system,
          laws.map((law) => delay(law)),
        ),
      ),
    );
    expect([...shares.decides]).toEqual([0, 0, 1, 0, 0]);
    expect([...shares.inQuorum]).toEqual([1, 1, 1, 0, 0]);
  });
});

describe('the critical path', () => {
  it('adds up to the mean, step by step', () => {
    fc.assert(
      fc.property(anyOutcome, (x) => {
        const law = sampled(x, 8, 5000);
        fc.pre(law.mass > 0.2);
        const steps = criticalPath(x, 8, 40_000);
        const total = steps.reduce((sum, { adds }) => sum + adds, 0);
        expect(Math.abs(total - law.mean)).toBeLessThan(0.08 * (law.end - law.start) + 1e-6);
        expect(steps.length).toBe(leavesOf(x).length);
      }),
      { numRuns: 30, seed: 11 },
    );
  });
});

describe('the average of an expression', () => {
  it('is the mean and the mass of its law, whatever the expression', () => {
    let finishing = 0;
    fc.assert(
      fc.property(anyOutcome, (x) => {
        const evaluator = new Evaluator({ seed: 1, samples: 100 });
        const average = evaluator.average(x);
        const { law } = evaluator.evaluate(x);
        expect(average.mass).toBeCloseTo(law.mass, 9);
        if (law.mass === 0) return;
        finishing++;
        expect(Math.abs(average.mean - law.mean)).toBeLessThan(1e-3 * (law.end - law.start) + 1e-9 * law.end);
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(finishing).toBeGreaterThan(200);
    const stuck = new Evaluator({ seed: 1, samples: 100 }).average(after(never, instant));
    expect([stuck.mass, stuck.mean]).toEqual([0, Number.NaN]);
  });
});

describe('an expression in words', () => {
  it('reads in the order in which things happen', () => {
    const hop = (from: string, to: string, what: string): Outcome => leaf(constant(1), { what, from, to });
    const expression = after(
      hop('web', 'va1', 'request'),
      quorum(threshold(['va1', 'oh1'], 2), [
        leaf(constant(1), { what: 'write', from: 'va1' }),
        hop('va1', 'oh1', 'accept'),
      ]),
      hop('va1', 'web', 'reply'),
    );
    expect(inWords(expression)).toBe(
      'request web→va1, then all 2 of {va1: write at va1; oh1: accept va1→oh1}, then reply va1→web',
    );
    expect(inWords(never)).toBe('never');
    expect(inWords(instant)).toBe('at once');
  });
});
