/**
 * How far p90 usually lies above p50 on a round trip between regions (ms): the spread adds to a path, it does not
 * grow with it. Published p50 and p90 of 1,056 AWS pairs (cloudping, one year to 2025-07-17) differ by
 * 3.1 / 4.3 / 4.9 / 7.4 ms for round trips below 30, 30…100, 100…200 and above 200 ms, 2 to 3 ms of which is the
 * measuring tool; these are net of 2.5 ms for it.
 */
const SPREADS: readonly { readonly below: number; readonly spread: number }[] = [
  { below: 30, spread: 0.6 },
  { below: 100, spread: 1.8 },
  { below: 200, spread: 2.4 },
  { below: Number.POSITIVE_INFINITY, spread: 4.9 },
];

/** Inside a zone p90 is about 1.25 × p50 (arXiv 2309.13169, figure 3): no assumed spread is wider than that. */
const WIDEST_SHARE = 0.25;

/** p90 − p50 (ms) to assume for a round trip of which only the median (ms) is known. */
export function assumedSpread(median: number): number {
  const rule = SPREADS.find(({ below }) => median < below) ?? SPREADS[SPREADS.length - 1]!;
  return Math.min(rule.spread, WIDEST_SHARE * median);
}

/** The assumption in words, for wherever such a figure is shown: the same for every length of link. */
export function spreadAssumption(because: string): string {
  return `p90 taken 0.6 to 4.9 ms above p50, by length, at most a quarter of it (${because})`;
}
