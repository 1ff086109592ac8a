import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distribution/distribution.js';
import { lognormal } from '../../src/distribution/lognormal.js';
import { mixture } from '../../src/distribution/mixture.js';
import { constant } from '../../src/distribution/points.js';
import { uniform } from '../../src/distribution/uniform.js';
import { decidersOf, quorumInWords } from '../../src/estimate/latency/deciders.js';
import { after, choice, leaf, never, quorum } from '../../src/outcome/build.js';
import { criticalPath } from '../../src/outcome/critical-path.js';
import { firstQuorumsOf } from '../../src/outcome/deciders.js';
import { Evaluator } from '../../src/outcome/evaluate.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import { all, majority } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';

const IDS = ['a', 'b', 'c'];
const delay = (law: Distribution, what: string): Outcome => leaf(law, { what });
const of = (system: QuorumSystem, laws: readonly Distribution[]): Outcome =>
  quorum(
    system,
    laws.map((law, i) => delay(law, system.members[i])),
  );
const before = delay(constant(1), 'request');
const decided = (outcome: Outcome) => decidersOf(outcome, new Evaluator({ seed: 1, samples: 8192 }));

describe('where an operation may wait for one of several quorums', () => {
  const laws = [constant(1), constant(10), constant(100)];
  const either = after(before, choice(0.3, of(all(IDS), laws), of(majority(IDS), laws)));

  it('each counts as often as it is the one', () => {
    // By hand: of all three c is last, of a majority b is second.
    const shares = decided(either);
    expect(shares.map(({ replica }) => replica)).toEqual(['b', 'c', 'a']);
    const [b, c, a] = shares;
    expect([b.decides, c.decides, a.decides]).toEqual(
      [0.7, 0.3, 0].map((share) => expect.closeTo(share, 12)),
    );
    expect([b.inQuorum, c.inQuorum, a.inQuorum]).toEqual([1, 0.3, 1].map((x) => expect.closeTo(x, 12)));
  });

  it('and as often as it comes about', () => {
    // All three stand in half of the cases: of those in which a quorum stands, 0.15 in 0.85.
    const shaky = mixture([{ weight: 0.5, of: constant(100) }]);
    const shares = decided(choice(0.3, of(all(IDS), [laws[0], laws[1], shaky]), of(majority(IDS), laws)));
    expect(shares[0]).toMatchObject({ replica: 'b', decides: expect.closeTo(0.7 / 0.85, 9) });
    expect(shares[1]).toMatchObject({ replica: 'c', decides: expect.closeTo(0.15 / 0.85, 9) });
  });

  it('it is told which, and how likely', () => {
    expect(firstQuorumsOf(either).map(({ share }) => share)).toEqual([0.3, 0.7]);
    expect(quorumInWords(either)).toBe('30 % all 3; 70 % majority (2 of 3)');
    expect(quorumInWords(choice(0.3, of(majority(IDS), laws), of(majority(IDS), laws)))).toBe(
      'majority (2 of 3)',
    );
  });

  it('a way without a quorum goes on to the next one, and one without any decides nothing', () => {
    const some = choice(0.25, before, of(all(IDS), laws));
    expect(firstQuorumsOf(after(some, of(majority(IDS), laws))).map(({ share }) => share)).toEqual([
      0.75, 0.25,
    ]);
    expect(firstQuorumsOf(some).map(({ share }) => share)).toEqual([0.75]);
    expect(decided(some).map(({ replica, decides }) => [replica, decides])).toEqual([
      ['c', 1],
      ['a', 0],
      ['b', 0],
    ]);
    expect(quorumInWords(some)).toBe('75 % all 3');
    expect(decided(before)).toEqual([]);
    expect(quorumInWords(before)).toBeUndefined();
    expect(decided(quorum(all(IDS), [before, before, never]))).toEqual([]);
  });

  it('shares agree with counting in sampled runs', () => {
    const wide = [
      uniform({ low: 0, high: 10 }),
      uniform({ low: 2, high: 14 }),
      lognormal({ median: 7, sigma: 0.5 }),
    ];
    const parts = wide.map((law, i) => delay(law, IDS[i]));
    // The same delays in all branches, as where a replica may, or may not, have to be among those waited for.
    const outcome = choice(
      0.2,
      quorum(all(IDS), parts),
      choice(0.5, quorum(majority(IDS), parts), after(before, quorum(majority(IDS), parts))),
    );
    const counted = new Map(
      criticalPath(outcome, 3, 40_000).map(({ leaf: { label }, onPath }) => [label.what, onPath]),
    );
    const shares = decided(outcome);
    expect(shares.reduce((sum, { decides }) => sum + decides, 0)).toBeCloseTo(1, 9);
    for (const { replica, decides } of shares) {
      // 40,000 runs: 0.25 % of noise, and four times that is rare.
      expect(Math.abs(decides - (counted.get(replica) ?? 0))).toBeLessThan(0.01);
    }
  });
});

describe('without choices', () => {
  it('it is the first quorum in reading order, the outer before those within it', () => {
    const inner = of(majority(IDS), [constant(1), constant(2), constant(3)]);
    const outer = quorum(all(['x', 'y']), [inner, before]);
    expect(firstQuorumsOf(after(outer, inner))).toEqual([{ quorum: outer, share: 1 }]);
    expect(firstQuorumsOf(never)).toEqual([]);
  });
});
