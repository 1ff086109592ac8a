import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { solver } from '../../cli/solver.js';
import type { DesignMetric, DesignNode, DesignSpace, Limits } from '../../src/design/design.js';
import type { Solver } from '../../src/design/linear-program.js';
import { optimum } from '../../src/design/optimum.js';
import { loadOf, metricOf } from '../../src/design/strategy.js';
import { dual } from '../../src/quorum/dual.js';
import { parseExpression } from '../../src/quorum/parse-expression.js';
import { resilience } from '../../src/quorum/resilience.js';
import { resilientQuorums } from '../../src/quorum/resilient.js';
import { fromExpression, majority } from '../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import { drawn, resilientSets, space } from './arbitrary-design.js';
import published from './optima.json' with { type: 'json' };

let solve: Solver;
beforeAll(async () => {
  solve = await solver();
});

const METRICS = ['load', 'network', 'latency'] as const;
const RUNS = { numRuns: 60 };

interface Case {
  readonly id: string;
  readonly reads?: string;
  readonly writes?: string;
  readonly nodes: Readonly<Record<string, readonly number[]>>;
  readonly readShares: Readonly<Record<string, number>>;
  readonly minimise: string;
  readonly limits?: Limits;
  readonly f?: number;
  readonly value: number;
}

function systemOf(text: string, ids: readonly string[]): QuorumSystem {
  const parsed = parseExpression(text, ids);
  if ('problems' in parsed) throw new Error(parsed.problems[0].message);
  return fromExpression(ids, parsed.expression);
}

function spaceOf({ nodes, reads, writes }: Case): DesignSpace {
  const ids = Object.keys(nodes);
  const r = reads === undefined ? undefined : systemOf(reads, ids);
  const w = writes === undefined ? undefined : systemOf(writes, ids);
  const list: DesignNode[] = ids.map((id) => {
    const [read, write, latency] = nodes[id];
    return { id, reads: read, writes: write, latency, failure: undefined };
  });
  const given = (r ?? w) as QuorumSystem;
  return { nodes: list, reads: r ?? dual(given), writes: w ?? dual(given) };
}

function goalOf({ readShares, minimise, limits = {}, f = 0 }: Case) {
  const total = Object.values(readShares).reduce((sum, weight) => sum + weight, 0);
  const shares = Object.entries(readShares).map(([share, weight]) => ({
    share: Number(share),
    weight: weight / total,
  }));
  return { shares, minimise: minimise as DesignMetric, limits, f };
}

describe('optimal strategies (Whittaker et al., PaPoC 2021, and further systems; see optima.json)', () => {
  it.each((published.cases as unknown as Case[]).map((each) => [each.id, each] as const))(
    '%s: the value to 1e-6',
    (_, each) => {
      const found = optimum(spaceOf(each), goalOf(each), solve);
      expect(found).toBeDefined();
      expect(Math.abs((found?.value ?? 0) / each.value - 1)).toBeLessThan(1e-6);
    },
  );

  it('a majority of 13 has the load 7/13, whatever the share of reads (Naor and Wool 1998, §4)', () => {
    const ids = [...'abcdefghijklm'];
    const system = majority(ids);
    const nodes = ids.map((id) => ({ id, reads: 1, writes: 1, latency: undefined, failure: undefined }));
    const shares = [{ share: 0.3, weight: 1 }];
    const found = optimum(
      { nodes, reads: system, writes: dual(system) },
      { shares, minimise: 'load', limits: {}, f: 0 },
      solve,
    );
    expect(found?.value).toBeCloseTo(7 / 13, 9);
  });
});

describe('an optimum', () => {
  const share = fc.integer({ min: 0, max: 10 }).map((n) => n / 10);
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 4 });

  it('is never beaten by a strategy drawn at random over all sets, and sometimes reached', () => {
    let reached = 0;
    fc.assert(
      fc.property(
        space,
        share,
        fc.constantFrom(...METRICS),
        fc.integer({ min: 0, max: 1 }),
        weights,
        weights,
        (at, s, minimise, f, w1, w2) => {
          fc.pre(Math.min(resilience(at.reads), resilience(at.writes)) >= f);
          const shares = [{ share: s, weight: 1 }];
          const best = optimum(at, { shares, minimise, limits: {}, f }, solve);
          const random = {
            reads: drawn(resilientSets(at.reads, f), w1),
            writes: drawn(resilientSets(at.writes, f), w2),
          };
          const value = metricOf(minimise, at, random, shares);
          if (best !== undefined && value < best.value * (1 + 1e-6)) reached++;
          return best !== undefined && value >= best.value * (1 - 1e-6) - 1e-9;
        },
      ),
      RUNS,
    );
    expect(reached).toBeGreaterThan(0);
  });

  it('asks sets that contain a quorum after any f losses, with probabilities that add up to 1', () => {
    fc.assert(
      fc.property(space, share, fc.integer({ min: 0, max: 2 }), (at, s, f) => {
        fc.pre(Math.min(resilience(at.reads), resilience(at.writes)) >= f);
        const found = optimum(
          at,
          { shares: [{ share: s, weight: 1 }], minimise: 'load', limits: {}, f },
          solve,
        );
        for (const side of ['reads', 'writes'] as const) {
          const fit = new Set(resilientSets(at[side], f));
          const asked = found?.strategy[side] ?? [];
          expect(asked.every(({ set }) => fit.has(set))).toBe(true);
          expect(asked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        }
      }),
      RUNS,
    );
  });

  it('with f = 1 or a limit is never below that without, and sometimes above', () => {
    let above = 0;
    fc.assert(
      fc.property(space, share, (at, s) => {
        fc.pre(Math.min(resilience(at.reads), resilience(at.writes)) >= 1);
        const goal = { shares: [{ share: s, weight: 1 }], minimise: 'load' as const, limits: {}, f: 0 };
        const free = optimum(at, goal, solve)?.value ?? 0;
        const resilient = optimum(at, { ...goal, f: 1 }, solve)?.value ?? 0;
        const quick = optimum(at, { ...goal, minimise: 'latency' }, solve)?.value ?? 0;
        const limited = optimum(at, { ...goal, limits: { latency: quick + 1e-6 } }, solve)?.value ?? 0;
        if (resilient > free * 1.01 && limited > free * 1.01) above++;
        return resilient >= free * (1 - 1e-9) && limited >= free * (1 - 1e-6);
      }),
      RUNS,
    );
    expect(above).toBeGreaterThan(0);
  });

  it('has the load of its strategy as its value: capacity is 1 over it', () => {
    fc.assert(
      fc.property(space, share, (at, s) => {
        const found = optimum(
          at,
          { shares: [{ share: s, weight: 1 }], minimise: 'load', limits: {}, f: 0 },
          solve,
        );
        return found !== undefined && Math.abs(loadOf(at, found.strategy, s) / found.value - 1) < 1e-12;
      }),
      RUNS,
    );
  });

  it('is found only by a solver that keeps every row: one that forgets a node is caught by the strategy', () => {
    const ids = ['a', 'b', 'c'];
    const system = majority(ids);
    const nodes = ids.map((id, i) => ({
      id,
      reads: i === 0 ? 1 : 10,
      writes: 10,
      latency: undefined,
      failure: undefined,
    }));
    const at = { nodes, reads: system, writes: dual(system) };
    const goal = { shares: [{ share: 1, weight: 1 }], minimise: 'load' as const, limits: {}, f: 0 };
    // Node a is slow, so it is asked less than the others; the broken solver lets it be asked always.
    const forgetful: Solver = (program) =>
      solve({
        ...program,
        rows: program.rows.map((row) => (row.upper === 0 && row.lower < 0 ? { ...row, upper: 100 } : row)),
      });
    const right = optimum(at, goal, solve)?.value ?? 0;
    const wrong = optimum(at, goal, forgetful)?.value ?? 0;
    expect(right).toBeCloseTo(1 / 10.5, 9);
    expect(wrong).toBeGreaterThan(right * 1.01);
  });
});

describe('f-resilient quorums', () => {
  it('are those that trying every loss finds', () => {
    fc.assert(
      fc.property(space, fc.integer({ min: 0, max: 3 }), ({ reads }, f) => {
        const fit = new Set(resilientSets(reads, f));
        const system = resilientQuorums(reads, f);
        for (let set = 0; set < 32; set++) expect(system.contains(set)).toBe(fit.has(set));
      }),
      RUNS,
    );
  });
});
