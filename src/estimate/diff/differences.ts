import type { ClientDiff, Difference, DiffResult, Verdict } from '../../result/diff.js';
import type { Figures } from '../../result/latency.js';
import type { MeasuredClient, MeasuredEstimate } from '../../result/measured-estimate.js';
import { figureChange, figureChanges, type WithFigures } from './figure-changes.js';
import { EXACT, floorOf } from './noise.js';

/** Every figure of a client that both have, each with its noise and its verdict. */
export function clientDiff(
  before: MeasuredClient,
  after: MeasuredClient,
  sampled: { readonly before: boolean; readonly after: boolean },
): ClientDiff {
  const figures: Record<string, Difference> = {};
  for (const [name, change] of Object.entries(figureChanges(before, after))) {
    const [operation, figure] = name.split('.') as [keyof WithFigures, keyof Figures];
    const floor = floorOf(
      figure,
      { figures: before[operation]!, sampled: sampled.before },
      { figures: after[operation]!, sampled: sampled.after },
    );
    figures[name] = difference(change, floor, 'low');
  }
  return {
    id: after.id,
    at: { before: before.at, after: after.at },
    verdict: together(Object.values(figures).map(({ verdict }) => verdict)),
    figures,
  };
}

/** A latency or a share of failures is better the lower it is, never being the worst; see `difference`. */
type Better = 'low' | 'high';

/** Null is the worst where low is better (never), and the best where high is (no limit). */
function difference(change: ReturnType<typeof figureChange>, floor: number, better: Better): Difference {
  const { before, after } = change;
  const endless = Number.POSITIVE_INFINITY;
  const [was, is] = [before ?? endless, after ?? endless];
  const same = was === is || Math.abs(is - was) <= floor;
  const verdict = same ? 'none' : is < was === (better === 'low') ? 'better' : 'worse';
  return { ...change, floor: before === null || after === null ? null : floor, verdict };
}

/**
 * Availability: noise is EXACT of the time in which it is not there; where it was sampled, the intervals of both together.
 * Null where not both have it.
 */
export function availabilityDiff(
  before: MeasuredEstimate['availability'],
  after: MeasuredEstimate['availability'],
): DiffResult['availability'] {
  if (before == null || after == null) return null;
  const noise = halfOf(before.interval) + halfOf(after.interval);
  const share = (was: number, is: number): Difference => {
    // Saved shares have twelve digits.
    const floor = Math.max(noise, EXACT * Math.max(1 - was, 1 - is), 1e-12);
    return difference(figureChange(was, is), floor, 'high');
  };
  const write = share(before.write, after.write);
  const [down, downAfter] = [before.downtimePerYear.total, after.downtimePerYear.total];
  const seconds = Math.max(noise * YEAR_SECONDS, EXACT * Math.max(down, downAfter));
  return {
    write,
    read: share(before.read, after.read),
    downtimePerYear: difference(figureChange(down, downAfter), seconds, 'low'),
  };
}

const YEAR_SECONDS = 365 * 86_400;

function halfOf(interval: readonly [number, number] | null | undefined): number {
  return interval == null ? 0 : (interval[1] - interval[0]) / 2;
}

/** Capacity, which is counted by running the protocol, not sampled; null where not both have it. */
export function throughputDiff(
  before: MeasuredEstimate['throughput'],
  after: MeasuredEstimate['throughput'],
): DiffResult['throughput'] {
  if (before == null || after == null) return null;
  const floor = EXACT * Math.max(before.max ?? 0, after.max ?? 0);
  const named = (block: NonNullable<MeasuredEstimate['throughput']>): string | null =>
    block.bottleneck == null ? null : `${block.bottleneck.resource} of ${block.bottleneck.replica}`;
  return {
    max: difference(figureChange(before.max, after.max), floor, 'high'),
    bottleneck: { before: named(before), after: named(after) },
  };
}

/** How many domains may be lost, for the levels that both have; null where not both say. */
export function survivalDiff(
  before: MeasuredEstimate['survives'],
  after: MeasuredEstimate['survives'],
): DiffResult['survives'] {
  if (before == null || after == null) return null;
  return Object.keys(after)
    .filter((level) => Object.hasOwn(before, level))
    .map((level) => {
      const [was, is] = [before[level], after[level]];
      return { level, before: was, after: is, verdict: is === was ? 'none' : is > was ? 'better' : 'worse' };
    });
}

/** One word for several verdicts. */
export function together(verdicts: readonly (Verdict | 'mixed')[]): Verdict | 'mixed' {
  const [better, worse] = (['better', 'worse'] as const).map((word) =>
    verdicts.some((verdict) => verdict === word || verdict === 'mixed'),
  );
  if (better && worse) return 'mixed';
  return worse ? 'worse' : better ? 'better' : 'none';
}
