/** Standard normal quantile at 97.5 %. */
const Z = 1.959963984540054;

/**
 * The 95 % confidence interval of a probability of which `hits` in `n` trials were seen: Wilson's score interval
 * (JASA 22, 1927), which is sound for 0 hits too: [0, 3.84/(n + 3.84)] then. n at least 1.
 */
export function shareInterval(hits: number, n: number): readonly [number, number] {
  const share = hits / n;
  const shrink = 1 + (Z * Z) / n;
  const middle = (share + (Z * Z) / (2 * n)) / shrink;
  const half = (Z / shrink) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  return [hits === 0 ? 0 : Math.max(0, middle - half), hits === n ? 1 : Math.min(1, middle + half)];
}
