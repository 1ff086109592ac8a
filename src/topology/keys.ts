import { type Build, number, quantity } from './build.js';
import type { Keys } from './deployment.js';
import type { Field } from './field.js';
import { quoted } from './found.js';
import { parseShare } from './share.js';
import { didYouMean } from './suggest.js';

/** Where the file says nothing of keys: so many that writes rarely meet. */
export const DEFAULT_KEYS: Keys = { count: 1000, zipf: 0, hot: 0 };

const COUNT = { least: 1, most: 10_000_000, whole: true };
const KNOWN = ['count', 'zipf', 'hot'];

/** Reads `workload.keys`: how many, or a mapping that says how unevenly they are used. */
export function readKeys(build: Build, field: Field): Keys {
  if (!field.isMapping) return { ...DEFAULT_KEYS, count: number(build, field, COUNT) ?? DEFAULT_KEYS.count };
  for (const key of field.keys) {
    if (KNOWN.includes(key)) continue;
    const hint = didYouMean(key, KNOWN) ?? `allowed here: ${KNOWN.join(', ')}`;
    build.findings.errorAtKey([...field.path, key], `unknown key ${quoted(key)} in 'keys'`, hint);
  }
  return {
    count: number(build, field.get('count'), COUNT) ?? DEFAULT_KEYS.count,
    zipf: number(build, field.get('zipf'), { least: 0, most: 10 }) ?? DEFAULT_KEYS.zipf,
    hot: quantity(build, field.get('hot'), parseShare) ?? DEFAULT_KEYS.hot,
  };
}

/** Probability of each key, 0 … count−1, the hot one first; they add up to 1. */
export function keyShares({ count, zipf, hot }: Keys): Float64Array {
  const shares = new Float64Array(count);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    shares[k] = (k + 1) ** -zipf;
    sum += shares[k];
  }
  for (let k = 0; k < count; k++) shares[k] *= (1 - hot) / sum;
  shares[0] += hot;
  return shares;
}

/** Probability that two operations are about the same key, 0…1: the conflict share of the workload. */
export function clashProbability(keys: Keys): number {
  let sum = 0;
  for (const share of keyShares(keys)) sum += share * share;
  return sum;
}
