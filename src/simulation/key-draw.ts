import type { Keys } from '../topology/deployment.js';
import { keyShares } from '../topology/keys.js';

/** A draw of keys, 0 … count−1, from a uniform in [0, 1): one uniform a key, by inversion. */
export function keyDraw(keys: Keys): (uniform: number) => number {
  const { count, zipf, hot } = keys;
  if (zipf === 0 && hot === 0) return (uniform) => Math.floor(uniform * count);
  const cumulative = keyShares(keys);
  for (let k = 1; k < count; k++) cumulative[k] += cumulative[k - 1];
  return (uniform) => {
    // The first key whose cumulative share exceeds the uniform; rounding may leave the last share short of 1.
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle] > uniform) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
