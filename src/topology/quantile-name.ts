/**
 * The probability that a quantile's name stands for: p50 is 0.5, p5 is 0.05, p99.9 and p999 both are 0.999, p9999
 * is 0.9999. Undefined for other names, and for 0 and 100 %, which are no quantiles that can be fitted or met.
 */
export function parseQuantileName(name: string): number | undefined {
  const match = /^p(\d{1,2}|9\d+|\d{1,2}\.\d+)$/.exec(name);
  if (match === null) return undefined;
  const digits = match[1]!;
  const percent =
    digits.length > 2 && !digits.includes('.') ? `${digits.slice(0, 2)}.${digits.slice(2)}` : digits;
  const p = Number(`${percent}e-2`);
  return p > 0 && p < 1 ? p : undefined;
}
