import { resilience } from '../quorum/resilience.js';
import { DESIGN_METRICS, type DesignMetric, type DesignSpace, type Goal, type Limits } from './design.js';
import type { Solver } from './linear-program.js';
import { optimum } from './optimum.js';

/** Why no strategy will do. */
export type Conflict =
  /** f is more than quorums can lose. */
  | { readonly kind: 'f'; readonly most: number }
  /** A limit below the best that can be had: alone, or with the other limits kept. */
  | {
      readonly kind: 'limit';
      readonly metric: DesignMetric;
      readonly limit: number;
      readonly best: number;
      /** The other limits that were kept; none: the limit is out of reach by itself. */
      readonly beside: readonly DesignMetric[];
    };

/**
 * What a goal that no strategy meets founders on: f, else every limit that is out of reach by itself, else for each limit the
 * best that the others leave. Empty where a strategy meets the goal.
 */
export function conflicts(space: DesignSpace, goal: Goal, solve: Solver): Conflict[] {
  const most = Math.min(resilience(space.reads), resilience(space.writes));
  if (goal.f > most) return [{ kind: 'f', most }];
  const metrics = DESIGN_METRICS.filter((metric) => goal.limits[metric] !== undefined);
  const alone = metrics.flatMap((metric) => beyond(space, goal, metric, [], solve));
  if (alone.length > 0 || optimum(space, goal, solve) !== undefined) return alone;
  return metrics.flatMap((metric) =>
    beyond(
      space,
      goal,
      metric,
      metrics.filter((other) => other !== metric),
      solve,
    ),
  );
}

function beyond(
  space: DesignSpace,
  goal: Goal,
  metric: DesignMetric,
  beside: readonly DesignMetric[],
  solve: Solver,
): Conflict[] {
  const limit = goal.limits[metric];
  const limits: Limits = Object.fromEntries(beside.map((each) => [each, goal.limits[each]]));
  const best = optimum(space, { ...goal, minimise: metric, limits }, solve);
  if (limit === undefined || best === undefined || best.value <= limit * (1 + 1e-9)) return [];
  return [{ kind: 'limit', metric, limit, best: best.value, beside }];
}
