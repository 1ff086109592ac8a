/**
 * The cell of a CDF in which it reaches a share: the index a with values[a] < p ≤ values[a + 1], by bisection.
 *
 * @param values nondecreasing; values[0] < p ≤ the last
 */
export function cellOf(values: Float64Array, p: number): number {
  let a = 0;
  let b = values.length - 1;
  while (b - a > 1) {
    const middle = (a + b) >> 1;
    if (values[middle] < p) a = middle;
    else b = middle;
  }
  return a;
}

/**
 * The cell in which a time lies: the index a with times[a] ≤ t < times[a + 1], by bisection.
 *
 * @param times rising; the first ≤ t < the last
 */
export function cellFrom(times: ArrayLike<number>, t: number): number {
  let a = 0;
  let b = times.length - 1;
  while (b - a > 1) {
    const middle = (a + b) >> 1;
    if (times[middle] <= t) a = middle;
    else b = middle;
  }
  return a;
}
