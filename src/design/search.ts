import { dual } from '../quorum/dual.js';
import { dualExpression } from '../quorum/dual-expression.js';
import type { Expression } from '../quorum/expression.js';
import { disjointQuorums } from '../quorum/intersect.js';
import { printExpression } from '../quorum/print-expression.js';
import { resilience } from '../quorum/resilience.js';
import { fromExpression } from '../quorum/shapes.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { FoundScheme, QuorumSearch } from '../result/quorum.js';
import { Bounds, normalised, type Prices } from './bounds.js';
import type { Conflict } from './conflicts.js';
import { DESIGN_METRICS, type DesignMetric, type DesignNode, type DesignSpace, type Goal } from './design.js';
import type { Solver } from './linear-program.js';
import { type Optimum, optimum } from './optimum.js';
import { type Candidate, candidates, type SearchKind } from './schemes.js';
import { metricOf } from './strategy.js';

export { MOST_IN_EXPRESSIONS, SEARCH_KINDS, type SearchKind } from './schemes.js';

/** A scheme with its best strategy. */
export interface Scheme {
  readonly kind: string;
  readonly space: DesignSpace;
  readonly optimum: Optimum;
  readonly dual: 'writes';
}

export interface Search {
  /** Undefined where no scheme meets the goal. */
  readonly winner?: Scheme;
  readonly result?: QuorumSearch;
  /** Why there is no winner. */
  readonly conflicts: readonly Conflict[];
}

/** So many of the best are told. */
const BEST = 3;
/** Values nearer to each other than this part are equal. */
const EQUAL = 1e-9;
/** So many prices of schemes that were worked out are held against each other one. */
const PRICES = 24;

/**
 * The best schemes for a goal over these nodes: exact, since what is left out cannot be among the best three. Schemes are tried
 * by rising lower bound, and prices of those already solved bound the others (a linear program's dual, see `loadBound`).
 */
export function search(
  nodes: readonly DesignNode[],
  goal: Goal,
  kinds: readonly SearchKind[],
  given: DesignSpace | undefined,
  solve: Solver,
): Search {
  const all = prepared(nodes, goal, kinds);
  const { best, evaluated } = tried(all, nodes, goal, solve);
  const [winner] = best;
  if (winner === undefined) return { conflicts: whyNone(all, nodes, goal, solve) };
  const own = given === undefined ? undefined : optimum(given, goal, solve);
  return {
    winner,
    conflicts: [],
    result: {
      kinds,
      candidates: all.length,
      evaluated,
      best: best.map((scheme, i) => ({ rank: i + 1, ...described(scheme, goal) })),
      given:
        given === undefined || own === undefined
          ? null
          : described({ kind: 'as given', space: given, optimum: own, dual: 'writes' }, goal),
    },
  };
}

/** How many schemes a search would try: known before it begins. */
export function searchSize(nodes: readonly DesignNode[], goal: Goal, kinds: readonly SearchKind[]): number {
  return prepared(nodes, goal, kinds).length;
}

interface Prepared extends Candidate {
  readonly dual: Expression;
  readonly bounds: Bounds;
}

/** Those that differ. */
function prepared(nodes: readonly DesignNode[], goal: Goal, kinds: readonly SearchKind[]): Prepared[] {
  const found = new Map<string, Prepared>();
  for (const candidate of candidates(nodes, kinds, classesOf(nodes, goal))) {
    const key = printExpression(candidate.reads);
    if (found.has(key)) continue;
    const dual = dualExpression(candidate.reads);
    found.set(key, { ...candidate, dual, bounds: new Bounds(candidate.reads, dual, nodes, goal) });
  }
  return [...found.values()];
}

/** Nodes of one class are alike in all that the goal asks about. */
function classesOf(nodes: readonly DesignNode[], { minimise, limits }: Goal): number[] {
  const counts = (metric: DesignMetric) => minimise === metric || limits[metric] !== undefined;
  const keys = nodes.map(({ reads, writes, latency }) =>
    [counts('load') ? [reads, writes] : [], counts('latency') ? [latency] : []].join(),
  );
  return keys.map((key) => keys.indexOf(key));
}

function tried(
  all: readonly Prepared[],
  nodes: readonly DesignNode[],
  goal: Goal,
  solve: Solver,
): { best: Scheme[]; evaluated: number } {
  const prices: Prices[] = [byCapacity(nodes, goal)];
  const order = all
    .filter(({ bounds }) => bounds.resilience >= goal.f && within(bounds, goal))
    .map((scheme) => ({ scheme, bound: atLeast(goal.minimise, scheme.bounds, prices) }))
    .sort((a, b) => a.bound - b.bound);
  const best: Scheme[] = [];
  let evaluated = 0;
  for (const { scheme, bound } of order) {
    const most = best.length < BEST ? Number.POSITIVE_INFINITY : best[BEST - 1].optimum.value * (1 - EQUAL);
    if (bound > most) break;
    if (goal.minimise === 'load' && isAbove(scheme.bounds, prices, most)) continue;
    if (goal.limits.load !== undefined && isAbove(scheme.bounds, prices, goal.limits.load * (1 + EQUAL)))
      continue;
    evaluated++;
    const found = worked(scheme, nodes, goal, solve);
    if (found === undefined) continue;
    insert(best, found);
    if (found.optimum.prices !== undefined && prices.length < PRICES) prices.push(found.optimum.prices);
  }
  return { best, evaluated };
}

/** Limits that need no prices. */
function within(bounds: Bounds, { limits: { network, latency } }: Goal): boolean {
  return (
    (network === undefined || bounds.of('network') <= network * (1 + EQUAL)) &&
    (latency === undefined || bounds.of('latency') <= latency * (1 + EQUAL))
  );
}

function atLeast(metric: DesignMetric, bounds: Bounds, prices: readonly Prices[]): number {
  return metric === 'load' ? Math.max(...prices.map((each) => bounds.load(each))) : bounds.of(metric);
}

/** Is the load surely above this? Prices known already are asked first; the best of them is then made better. */
function isAbove(bounds: Bounds, prices: readonly Prices[], load: number): boolean {
  if (load === Number.POSITIVE_INFINITY) return false;
  let best = prices[0];
  let most = 0;
  for (const each of prices) {
    const bound = bounds.load(each);
    if (bound > load) return true;
    if (bound > most) [best, most] = [each, bound];
  }
  return bounds.refined(best, load) > load;
}

/** Prices by which every node costs the same per operation: the capacity of all together. */
function byCapacity(nodes: readonly DesignNode[], { shares }: Goal): Prices {
  return shares.map(({ share }) =>
    normalised(nodes.map(({ reads, writes }) => 1 / (share / reads + (1 - share) / writes))),
  );
}

function worked(
  scheme: Prepared,
  nodes: readonly DesignNode[],
  goal: Goal,
  solve: Solver,
): Scheme | undefined {
  const ids = nodes.map(({ id }) => id);
  const space = { nodes, reads: fromExpression(ids, scheme.reads), writes: fromExpression(ids, scheme.dual) };
  const best = optimum(space, goal, solve);
  return best && { kind: scheme.kind, space, optimum: best, dual: 'writes' };
}

/** Equal values stay in the order of finding; of two ways to write the same quorums the shorter is kept. */
function insert(best: Scheme[], found: Scheme): void {
  const { value } = found.optimum;
  const same = best.findIndex(
    (each) =>
      Math.abs(each.optimum.value - value) <= 1e-6 * value && isSame(each.space.reads, found.space.reads),
  );
  if (same >= 0) {
    if (lengthOf(found) < lengthOf(best[same])) best[same] = found;
    return;
  }
  const place = best.findIndex((each) => value < each.optimum.value * (1 - EQUAL));
  best.splice(place < 0 ? best.length : place, 0, found);
  if (best.length > BEST) best.pop();
}

function lengthOf({ space: { reads, writes } }: Scheme): number {
  return reads.describe().length + writes.describe().length;
}

/** The same quorums: all that is a quorum of both is a quorum of either. */
function isSame(a: QuorumSystem, b: QuorumSystem): boolean {
  return disjointQuorums(a, dual(b)) === undefined && disjointQuorums(b, dual(a)) === undefined;
}

function described(
  { kind, space, optimum: { strategy, value } }: Scheme,
  { shares }: Goal,
): Omit<FoundScheme, 'rank'> {
  const load = metricOf('load', space, strategy, shares);
  const timed = space.nodes.every(({ latency }) => latency !== undefined);
  return {
    kind,
    reads: space.reads.describe(),
    writes: space.writes.describe(),
    value,
    load,
    capacity: 1 / load,
    network: metricOf('network', space, strategy, shares),
    latency: timed ? metricOf('latency', space, strategy, shares) : null,
    resilience: { read: resilience(space.reads), write: resilience(space.writes) },
  };
}

/** f, or limits: the best of all schemes for each limit, alone and then beside the others. */
function whyNone(
  all: readonly Prepared[],
  nodes: readonly DesignNode[],
  goal: Goal,
  solve: Solver,
): Conflict[] {
  const most = Math.max(...all.map(({ bounds }) => bounds.resilience));
  if (goal.f > most) return [{ kind: 'f', most }];
  const limited = DESIGN_METRICS.filter((metric) => goal.limits[metric] !== undefined);
  const best = (metric: DesignMetric, beside: readonly DesignMetric[]): Conflict[] => {
    const limits = Object.fromEntries(beside.map((each) => [each, goal.limits[each]]));
    const [found] = tried(all, nodes, { ...goal, minimise: metric, limits }, solve).best;
    const limit = goal.limits[metric] ?? 0;
    if (found === undefined || found.optimum.value <= limit * (1 + EQUAL)) return [];
    return [{ kind: 'limit', metric, limit, best: found.optimum.value, beside }];
  };
  const alone = limited.flatMap((metric) => best(metric, []));
  if (alone.length > 0) return alone;
  return limited.flatMap((metric) =>
    best(
      metric,
      limited.filter((other) => other !== metric),
    ),
  );
}
