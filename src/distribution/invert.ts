/**
 * The smallest t in [low, high] with cdf(t) ≥ p, by bisection to about 1e-13 of its size; `high` where the CDF
 * does not reach p before it. For laws that have no closed quantile.
 */
export function invert(cdf: (t: number) => number, p: number, low: number, high: number): number {
  let a = low;
  let b = high;
  if (cdf(a) >= p) return a;
  for (let i = 0; i < 200 && b - a > 1e-13 * b; i++) {
    const middle = (a + b) / 2;
    if (cdf(middle) < p) a = middle;
    else b = middle;
  }
  return b;
}
