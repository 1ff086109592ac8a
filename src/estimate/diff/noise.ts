import { SAMPLES } from '../../outcome/evaluate.js';
import type { Figures } from '../../result/latency.js';

/**
 * Differences of exact figures up to this share of the larger one are none: half of the part in a thousand to which the
 * evaluator is held against closed forms.
 */
export const EXACT = 0.0005;
/** The same for sampled figures, whatever their sampling error comes to. */
export const SAMPLED = 0.005;
/** Half an interval, in standard errors: two figures of one law differ by more in one of 40,000 comparisons. */
const ERRORS = 3;

/**
 * Up to which difference two figures count as equal (ms; a share for 'failure').
 *
 * Exact figures: EXACT of the larger one. Where either side is sampled: SAMPLED of the larger one, and at least the sum
 * of both half-intervals, so that figures whose intervals overlap are equal. The standard error of a quantile q_p of n
 * draws is √(p(1−p)/n) / f(q_p) (Serfling, "Approximation Theorems of Mathematical Statistics", 1980, §2.3.3); the
 * density f comes from the distance to the neighbouring quantiles, as if the tail were exponential between them, and of
 * two neighbours the one that makes the error larger.
 */
export function floorOf(
  name: keyof Figures,
  before: { readonly figures: Figures; readonly sampled: boolean },
  after: { readonly figures: Figures; readonly sampled: boolean },
): number {
  const largest = Math.max(before.figures[name] ?? 0, after.figures[name] ?? 0);
  if (!before.sampled && !after.sampled) return EXACT * largest;
  const interval = [before, after].reduce(
    (sum, { figures, sampled }) => sum + (sampled ? halfInterval(name, figures) : 0),
    0,
  );
  return Math.max(SAMPLED * largest, interval);
}

/** Three standard errors of one sampled figure; 0 where its neighbours are never, so that nothing is known. */
export function halfInterval(name: keyof Figures, figures: Figures): number {
  const { failure, p50, p99, p999 } = figures;
  if (name === 'failure')
    return Math.max(ERRORS * Math.sqrt((failure * (1 - failure)) / SAMPLES), 3 / SAMPLES);
  if (name === 'mean') {
    const far = p999 ?? p99;
    // Half of p99.9 − p50 is 1.5 standard deviations of a normal law, 3.1 of an exponential one.
    return p50 === null || far === null ? 0 : (ERRORS * (far - p50)) / 2 / Math.sqrt(SAMPLES);
  }
  const at = QUANTILES.findIndex((quantile) => quantile.name === name);
  const { p } = QUANTILES[at];
  const scale = Math.max(scaleBetween(figures, at - 1, at), scaleBetween(figures, at, at + 1));
  return ERRORS * Math.sqrt(p / (1 - p) / SAMPLES) * scale;
}

const QUANTILES = [
  { name: 'p50', p: 0.5 },
  { name: 'p90', p: 0.9 },
  { name: 'p99', p: 0.99 },
  { name: 'p999', p: 0.999 },
] as const;

/** Scale (ms) of an exponential tail with these two quantiles: (q₂ − q₁) / ln((1 − p₁) / (1 − p₂)). */
function scaleBetween(figures: Figures, from: number, to: number): number {
  const [a, b] = [QUANTILES[from], QUANTILES[to]];
  if (a === undefined || b === undefined) return 0;
  const [low, high] = [figures[a.name], figures[b.name]];
  return low === null || high === null ? 0 : (high - low) / Math.log((1 - a.p) / (1 - b.p));
}
