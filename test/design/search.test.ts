import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { solver } from '../../cli/solver.js';
import { Bounds } from '../../src/design/bounds.js';
import type { DesignNode } from '../../src/design/design.js';
import type { Solver } from '../../src/design/linear-program.js';
import { optimum } from '../../src/design/optimum.js';
import { readOnceExpressions } from '../../src/design/read-once.js';
import { candidates } from '../../src/design/schemes.js';
import { search } from '../../src/design/search.js';
import { dual } from '../../src/quorum/dual.js';
import { dualExpression } from '../../src/quorum/dual-expression.js';
import { disjointQuorums } from '../../src/quorum/intersect.js';
import { printExpression } from '../../src/quorum/print-expression.js';
import { fromExpression } from '../../src/quorum/shapes.js';

let solve: Solver;
beforeAll(async () => {
  solve = await solver();
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

function nodesOf(figures: readonly (readonly [number, number, number])[]): DesignNode[] {
  return figures.map(([reads, writes, latency], i) => ({
    id: IDS[i],
    reads,
    writes,
    latency,
    failure: 0.01 * (i + 1),
  }));
}

const half = [{ share: 0.5, weight: 1 }];
const four = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    { minLength: 4, maxLength: 4 },
  )
  .map(nodesOf);

describe('read-once expressions', () => {
  it('of all of n different nodes with and and or alone are 1, 2, 8, 52, 472 (labelled series-parallel networks, OEIS A006351)', () => {
    const counts = [1, 2, 3, 4, 5].map((n) => {
      const ids = IDS.slice(0, n);
      const all = readOnceExpressions(
        ids,
        ids.map((_, i) => i),
      );
      return all.filter(
        (e) =>
          !JSON.stringify(e).includes('threshold') &&
          ids.every((id) => JSON.stringify(e).includes(`"${id}"`)),
      ).length;
    });
    expect(counts).toEqual([1, 2, 8, 52, 472]);
  });

  it('differ as functions: no two of those over four nodes have the same quorums', () => {
    const ids = IDS.slice(0, 4);
    const tables = readOnceExpressions(ids, [0, 1, 2, 3]).map((e) => {
      const system = fromExpression(ids, e);
      return Array.from({ length: 16 }, (_, set) => Number(system.contains(set))).join('');
    });
    expect(new Set(tables).size).toBe(tables.length);
  });
});

describe('the search', () => {
  it('finds what working out every scheme finds, though bounds exclude most', () => {
    let excluded = 0;
    fc.assert(
      fc.property(
        four,
        fc.constantFrom('load' as const, 'network' as const, 'latency' as const),
        fc.integer({ min: 0, max: 1 }),
        (nodes, minimise, f) => {
          const goal = { shares: half, minimise, limits: {}, f };
          const ids = nodes.map(({ id }) => id);
          const found = search(nodes, goal, ['expressions'], undefined, solve);
          const every = readOnceExpressions(ids, [0, 1, 2, 3]).flatMap((e) => {
            const best = optimum(
              { nodes, reads: fromExpression(ids, e), writes: fromExpression(ids, dualExpression(e)) },
              goal,
              solve,
            );
            return best === undefined ? [] : [best.value];
          });
          const least = Math.min(...every);
          if ((found.result?.evaluated ?? 0) < every.length / 2) excluded++;
          expect(Math.abs((found.winner?.optimum.value ?? 0) / least - 1)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 4 },
    );
    expect(excluded).toBeGreaterThan(0);
  });

  it('bounds the load from below, by any prices, and better ones bound it better', () => {
    const nodes = nodesOf([
      [4000, 2000, 1],
      [2000, 1000, 1],
      [4000, 2000, 3],
      [2000, 1000, 4],
      [4000, 2000, 5],
    ]);
    const ids = nodes.map(({ id }) => id);
    let better = 0;
    for (const e of readOnceExpressions(ids, [0, 1, 0, 1, 0]).filter((_, i) => i % 6 === 0)) {
      for (const f of [0, 1]) {
        const goal = { shares: half, minimise: 'load' as const, limits: {}, f };
        const bounds = new Bounds(e, dualExpression(e), nodes, goal);
        const even = [[0.2, 0.2, 0.2, 0.2, 0.2]];
        const best = optimum(
          { nodes, reads: fromExpression(ids, e), writes: fromExpression(ids, dualExpression(e)) },
          goal,
          solve,
        );
        expect(bounds.resilience >= f).toBe(best !== undefined);
        if (best === undefined) continue;
        const refined = bounds.refined(even, Number.POSITIVE_INFINITY);
        if (refined > bounds.load(even) * 1.01) better++;
        expect(refined).toBeLessThanOrEqual(best.value * (1 + 1e-9));
        if (f === 0) expect(bounds.load(best.prices ?? even)).toBeCloseTo(best.value, 9);
      }
    }
    expect(better).toBeGreaterThan(0);
  });

  it('is no worse than the published search over five nodes, 4,960 operations/s (Whittaker et al. 2021, §6)', () => {
    const nodes = nodesOf([
      [4000, 2000, 1],
      [2000, 1000, 1],
      [4000, 2000, 3],
      [2000, 1000, 4],
      [4000, 2000, 5],
    ]);
    const weights = { 0.9: 10, 0.8: 20, 0.7: 100, 0.6: 100, 0.5: 100, 0.4: 60, 0.3: 30, 0.2: 30, 0.1: 20 };
    const shares = Object.entries(weights).map(([share, weight]) => ({
      share: Number(share),
      weight: weight / 470,
    }));
    const free = search(
      nodes,
      { shares, minimise: 'load', limits: {}, f: 0 },
      ['expressions'],
      undefined,
      solve,
    );
    expect(1 / (free.winner?.optimum.value ?? 1)).toBeGreaterThan(4960.42);
    const one = search(
      nodes,
      { shares, minimise: 'load', limits: {}, f: 1 },
      ['expressions'],
      undefined,
      solve,
    );
    expect(1 / (one.winner?.optimum.value ?? 1)).toBeCloseTo(2984.127, 2);
  });

  it('gives votes by reliability, log((1 − p)/p), and none to a node that is down more often than up', () => {
    const down = [0.001, 0.001, 0.2, 0.6];
    const nodes = down.map((failure, i) => ({
      id: IDS[i],
      reads: 1,
      writes: 1,
      latency: undefined,
      failure,
    }));
    const votes = candidates(nodes, ['weights'], [0, 0, 0, 0]).map(({ reads }) => printExpression(reads));
    // ln 999 = 6.907, ln 4 = 1.386: 5 to 1.
    expect(votes).toContain('6 of (a=5, b=5, c, d=0)');
    expect(candidates(nodes.slice(0, 2), ['weights'], [0, 0])).toEqual([]);
  });

  it('says which limit no scheme keeps, and the least that can be had', () => {
    const nodes = nodesOf([
      [10, 10, 5],
      [10, 10, 6],
      [10, 10, 7],
    ]);
    const goal = { shares: half, minimise: 'load' as const, limits: { latency: 2 }, f: 0 };
    expect(search(nodes, goal, ['expressions', 'majority'], undefined, solve).conflicts).toEqual([
      { kind: 'limit', metric: 'latency', limit: 2, best: 5, beside: [] },
    ]);
  });
});

describe('the dual of an expression', () => {
  it('is the dual of its system, and every quorum of the one meets every quorum of the other', () => {
    const ids = IDS.slice(0, 4);
    for (const e of readOnceExpressions(ids, [0, 1, 2, 3])) {
      const system = fromExpression(ids, e);
      const other = fromExpression(ids, dualExpression(e));
      expect(disjointQuorums(system, other)).toBeUndefined();
      const right = dual(system);
      for (let set = 0; set < 16; set++) expect(other.contains(set)).toBe(right.contains(set));
    }
  });
});
