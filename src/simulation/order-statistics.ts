/**
 * The interval that holds the p-quantile of what n independent samples were drawn from, whatever its law, with a
 * probability of at least `confidence`: between the `low`-th and the `high`-th smallest sample, counted from 1
 * (David and Nagaraja, Order Statistics, 3rd ed., §7.1). A side is undefined where n is too small for a bound.
 *
 * The number of samples below the quantile is binomial (n, p): each side takes half of 1 − confidence.
 */
export function quantileRanks(
  n: number,
  p: number,
  confidence = 0.95,
): { low: number | undefined; high: number | undefined } {
  const tail = (1 - confidence) / 2;
  const { from, cumulative } = binomialCdf(n, p);
  // low: the largest l with P(B ≤ l − 1) ≤ tail. high: the smallest u with P(B ≤ u − 1) ≥ 1 − tail.
  let low: number | undefined;
  let high: number | undefined;
  for (let i = 0; i < cumulative.length; i++) {
    const below = from + i;
    if (cumulative[i] <= tail) low = below + 1;
    if (cumulative[i] >= 1 - tail) {
      high = below + 1;
      break;
    }
  }
  // Below the first k that carries weight the cumulative probability is 0.
  if (low === undefined && from > 0) low = from;
  return { low, high: high !== undefined && high <= n ? high : undefined };
}

/**
 * P(B ≤ k) of a binomial (n, p) for k = from, from + 1, …, over all k that carry weight (the rest is below 1e-17 of
 * the mode's). Weights come from the mode outwards by recurrence, so that nothing over- or underflows.
 */
function binomialCdf(n: number, p: number): { from: number; cumulative: number[] } {
  if (n === 0 || p <= 0) return { from: 0, cumulative: [1] };
  if (p >= 1) return { from: n, cumulative: [1] };
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  const below: number[] = [];
  let weight = 1;
  for (let k = mode; k > 0; k--) {
    weight *= k / ((n - k + 1) * odds);
    if (weight < 1e-17) break;
    below.push(weight);
  }
  const weights = [...below.reverse(), 1];
  weight = 1;
  for (let k = mode; k < n; k++) {
    weight *= ((n - k) * odds) / (k + 1);
    if (weight < 1e-17) break;
    weights.push(weight);
  }
  let total = 0;
  for (const w of weights) total += w;
  let sum = 0;
  const cumulative = weights.map((w) => {
    sum += w;
    return sum / total;
  });
  return { from: mode - below.length, cumulative };
}
