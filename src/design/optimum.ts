import { normalised } from './bounds.js';
import type { DesignMetric, DesignSpace, Goal } from './design.js';
import { Flow, waysOf } from './flow.js';
import { ProgramBuilder, type Solver } from './linear-program.js';
import { latencyOfNode, metricOf, type Strategy } from './strategy.js';

/** A linear program of more columns is not begun: it would take minutes. */
const MOST_COLUMNS = 100_000;

/** A design whose linear program would have more than MOST_COLUMNS columns. */
export class DesignTooLarge extends Error {
  constructor(readonly columns: number) {
    super(`its linear program would have ${columns} columns; at most ${MOST_COLUMNS} are solved`);
    this.name = 'DesignTooLarge';
  }
}

/** The best strategy for a goal. */
export interface Optimum {
  readonly strategy: Strategy;
  /** Of what is minimised, worked out from the strategy. */
  readonly value: number;
  /** For each share, how much of the load each node decides, adding up to 1, where load counts: a bound for other systems. */
  readonly prices: readonly (readonly number[])[] | undefined;
}

/**
 * The strategy that minimises a metric within limits, by linear programming (Whittaker, Charapko, Hellerstein, Howard,
 * Stoica, "Read-Write Quorum Systems Made Practical", PaPoC 2021, §3 to §5). One strategy serves all shares of reads; load is
 * averaged over them. Undefined where no strategy keeps the limits, or f is too large.
 *
 * @throws RangeError where latency is asked for and a node has none; DiagramTooLarge.
 */
export function optimum(space: DesignSpace, goal: Goal, solve: Solver): Optimum | undefined {
  const asked = new Set<DesignMetric>([goal.minimise, ...(Object.keys(goal.limits) as DesignMetric[])]);
  const ways = [space.reads, space.writes].map((system) =>
    waysOf(system, space.nodes, goal.f, asked.has('latency')),
  );
  if (ways.some((each) => each.length === 0)) return undefined;
  const program = new ProgramBuilder();
  const [reads, writes] = ways.map((each) => new Flow(program, each, space.nodes.length));
  const metrics = new Map(
    [...asked].map((metric) => [metric, metricRow(program, metric, space, goal, reads, writes)]),
  );
  const { row } = metrics.get(goal.minimise)!;
  const value = program.column(1);
  program.add(row, value, -1);
  for (const [metric, limit] of Object.entries(goal.limits)) {
    const limited = metrics.get(metric as DesignMetric)!;
    const bounded = metric === goal.minimise ? value : program.column();
    if (bounded !== value) program.add(limited.row, bounded, -1);
    program.add(program.row(Number.NEGATIVE_INFINITY, limit / limited.unit), bounded, 1);
  }
  if (program.costs.length > MOST_COLUMNS) throw new DesignTooLarge(program.costs.length);
  const solution = solve(program);
  if (!solution.feasible) return undefined;
  const strategy = { reads: reads.choices(solution.columns), writes: writes.choices(solution.columns) };
  const rows = metrics.get('load')?.nodeRows;
  const prices = rows && pricesOf(rows.map((each) => each.map((node) => Math.abs(solution.duals[node]))));
  return { strategy, value: metricOf(goal.minimise, space, strategy, goal.shares), prices };
}

/** The prices that a solution puts on nodes, by share of reads; undefined where all of one are 0. */
function pricesOf(duals: readonly (readonly number[])[]): number[][] | undefined {
  if (duals.some((each) => each.every((price) => price <= 0))) return undefined;
  return duals.map(normalised);
}

/** A row that makes a column the metric, in a unit in which it is near 1: solvers have absolute tolerances. */
interface MetricRow {
  readonly row: number;
  readonly unit: number;
  /** Of the load: for each share, each node's row. */
  readonly nodeRows?: readonly (readonly number[])[];
}

function metricRow(
  program: ProgramBuilder,
  metric: DesignMetric,
  space: DesignSpace,
  goal: Goal,
  reads: Flow,
  writes: Flow,
): MetricRow {
  const row = program.row(0, 0);
  if (metric === 'load') return loadRows(program, row, space, goal, reads, writes);
  const share = goal.shares.reduce((sum, each) => sum + each.weight * each.share, 0);
  const sides = [
    { flow: reads, part: share },
    { flow: writes, part: 1 - share },
  ];
  if (metric === 'network') {
    for (const { flow, part } of sides) for (const column of flow.marginals) program.add(row, column, part);
    return { row, unit: 1 };
  }
  const unit = Math.max(...space.nodes.map(latencyOfNode)) || 1;
  for (const { flow, part } of sides)
    for (const { column, latency } of flow.entries) program.add(row, column, (part * latency) / unit);
  return { row, unit };
}

/** For each share a column that is at least the load of every node, and their average. */
function loadRows(
  program: ProgramBuilder,
  row: number,
  { nodes }: DesignSpace,
  { shares }: Goal,
  reads: Flow,
  writes: Flow,
): MetricRow {
  const unit = nodes.length / nodes.reduce((sum, node) => sum + Math.min(node.reads, node.writes), 0);
  const rows = shares.map(({ share, weight }) => {
    const busiest = program.column();
    program.add(row, busiest, weight);
    return nodes.map((node, i) => {
      const load = program.row(Number.NEGATIVE_INFINITY, 0);
      program.add(load, reads.marginals[i], share / node.reads / unit);
      program.add(load, writes.marginals[i], (1 - share) / node.writes / unit);
      program.add(load, busiest, -1);
      return load;
    });
  });
  return { row, unit, nodeRows: rows };
}
