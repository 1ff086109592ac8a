import type { ClientEstimate, Figures } from '../../result/latency.js';
import type { FigureChange } from '../../result/what-if.js';

const NAMES = ['mean', 'p50', 'p90', 'p99', 'p999', 'failure'] as const;
const OPERATIONS = ['write', 'read', 'execution'] as const;

/** What has figures: a client of an estimate. */
export type WithFigures = Pick<ClientEstimate, (typeof OPERATIONS)[number]>;

/**
 * Every figure of a client before and after, by name: 'write.p50', 'read.p999', 'write.failure'. Where one side has no
 * execution of its own (it executes when it answers), there is none to compare.
 *
 * @param after undefined where nothing is left to be measured: each figure then becomes null
 */
export function figureChanges(
  before: WithFigures,
  after: WithFigures | undefined,
): Record<string, FigureChange> {
  const figures: Record<string, FigureChange> = {};
  for (const operation of OPERATIONS) {
    const [was, is] = [before[operation], after?.[operation]];
    if (was === undefined || (is === undefined && after !== undefined)) continue;
    for (const name of NAMES) figures[`${operation}.${name}`] = figureChange(was[name], ofName(is, name));
  }
  return figures;
}

function ofName(figures: Figures | undefined, name: keyof Figures): number | null {
  return figures?.[name] ?? null;
}

/** One figure before and after; null is never, or none. */
export function figureChange(before: number | null, after: number | null): FigureChange {
  if (before === null || after === null) return { before, after, change: null, percent: null };
  const change = after - before;
  return { before, after, change, percent: before === 0 ? null : (change / before) * 100 };
}
