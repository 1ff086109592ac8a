import { solver } from '../cli/solver.js';
import type { DesignNode } from '../src/design/design.js';
import { ProgramBuilder } from '../src/design/linear-program.js';
import { optimum } from '../src/design/optimum.js';
import { search } from '../src/design/search.js';
import { dual } from '../src/quorum/dual.js';
import { minimalQuorums } from '../src/quorum/minimal-quorums.js';
import { majority } from '../src/quorum/shapes.js';
import { median } from './cold-start.js';

const HALF = { shares: [{ share: 0.5, weight: 1 }], minimise: 'load', limits: {}, f: 0 } as const;

/**
 * Median ms, warm, for the best strategy over the majority of 13: as a flow through the diagram, which is the product's way, and
 * with one column for each of the 1,716 minimal quorums of reads and of writes, to the same solver.
 */
export async function majorityOfThirteen(runs: number): Promise<{ flow: number; listed: number }> {
  const solve = await solver();
  const ids = [...'abcdefghijklm'];
  const nodes = ids.map((id) => ({ id, reads: 1, writes: 1, latency: undefined, failure: undefined }));
  const flow: number[] = [];
  const listed: number[] = [];
  for (let i = 0; i < runs; i++) {
    let start = process.hrtime.bigint();
    const system = majority(ids);
    const found = optimum({ nodes, reads: system, writes: dual(system) }, HALF, solve);
    flow.push(Number(process.hrtime.bigint() - start) / 1e6);
    start = process.hrtime.bigint();
    const solution = solve(oneColumnEach(ids));
    listed.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (found === undefined || !solution.feasible || Math.abs(found.value - solution.columns[0]) > 1e-6)
      throw new Error('the two ways do not agree');
  }
  return { flow: median(flow), listed: median(listed) };
}

function oneColumnEach(ids: readonly string[]): ProgramBuilder {
  const program = new ProgramBuilder();
  const load = program.column(1);
  const rows = ids.map(() => program.row(Number.NEGATIVE_INFINITY, 0));
  for (const row of rows) program.add(row, load, -1);
  for (let side = 0; side < 2; side++) {
    const whole = program.row(1, 1);
    for (const quorum of minimalQuorums(majority(ids))) {
      const column = program.column();
      program.add(whole, column, 1);
      for (const id of quorum) program.add(rows[ids.indexOf(id)], column, 0.5);
    }
  }
  return program;
}

/** Median ms, warm, to find the best read-once scheme over five nodes of two sizes. */
export async function fiveNodes(runs: number): Promise<number> {
  const solve = await solver();
  const nodes: DesignNode[] = [...'abcde'].map((id, i) => {
    const size = i % 2 === 0 ? 2 : 1;
    return { id, reads: 2000 * size, writes: 1000 * size, latency: undefined, failure: undefined };
  });
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    if (search(nodes, HALF, ['expressions'], undefined, solve).winner === undefined)
      throw new Error('nothing found');
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(times);
}
