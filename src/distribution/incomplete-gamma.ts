import { gammaln } from 'simple-statistics';

/**
 * The regularised lower incomplete gamma function P(a, x) for a > 0, x ≥ 0, to about 1e-14.
 *
 * Series for x < a + 1 (DLMF 8.11.4), Lentz's continued fraction otherwise (DLMF 8.9.2). Ours because no
 * small, well-kept library has it: the nearest one brings two hundred packages.
 */
export function lowerGamma(a: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  if (a === 1) return -Math.expm1(-x);
  if (Number.isInteger(a) && a <= 12) return erlang(a, x);
  const scale = Math.exp(a * Math.log(x) - x - gammaln(a));
  // Far from the body nothing is left of either, and summing it up would take as long as anywhere.
  if (scale === 0) return x < a ? 0 : 1;
  return x < a + 1 ? series(a, x) * scale : 1 - continuedFraction(a, x) * scale;
}

/** P(a, x) for a small whole a: 1 − e^−x Σ x^i/i!, or its complement e^−x Σ beyond, where that would cancel. */
function erlang(a: number, x: number): number {
  if (x < a) {
    // e^−x Σ_{i ≥ a} x^i/i!
    let term = 1;
    for (let i = 1; i <= a; i++) term *= x / i;
    let sum = 0;
    for (let i = a + 1; term > sum * 1e-17; i++) {
      sum += term;
      term *= x / i;
    }
    return Math.exp(-x) * sum;
  }
  let term = 1;
  let sum = 1;
  for (let i = 1; i < a; i++) {
    term *= x / i;
    sum += term;
  }
  return 1 - Math.exp(-x) * sum;
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = a + 1; term > sum * 1e-16; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return h;
}

const quantiles = new Map<string, number>();

/** The p-quantile of a gamma law of this shape and scale 1, for 0 ≤ p < 1. */
export function gammaQuantile(shape: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  if (shape === 1) return -Math.log1p(-p);
  const key = `${shape}/${p}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  let low = 0;
  let high = Math.max(1, shape);
  while (lowerGamma(shape, high) < p) high *= 2;
  // Bisection: about 55 steps to the last bit; each quantile is asked for once, so speed is of no account.
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (lowerGamma(shape, middle) < p) low = middle;
    else high = middle;
  }
  if (quantiles.size > 10_000) quantiles.clear();
  quantiles.set(key, high);
  return high;
}
