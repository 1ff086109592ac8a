import type { Distribution } from '../distribution/distribution.js';
import type { QuorumSystem } from '../quorum/system.js';

/** Times closer than this share of themselves are taken for the same. */
export const ROUNDING = 1e-9;

const DRAWS = 1024;
/** Times of a law without jumps are looked up between so many quantiles, which is far finer than the draws are. */
const CELLS = 512;

/**
 * Who is in the quorum, counted in draws of all parts: from the latest on, whoever has finished and is not needed is left
 * out. The draws are spread evenly (a Kronecker sequence), so shares are good to about 1 %.
 *
 * @param parts laws of the members' parts, independent, in the order of system.members
 * @param finished P(each has finished by then), for a quorum that no draw comes to
 */
export function drawnShares(
  system: QuorumSystem,
  parts: readonly Distribution[],
  finished: Float64Array,
): Float64Array {
  const n = parts.length;
  const laws = parts.map(lookedUp);
  const [at, by] = [new Float64Array(n).fill(0.5), strides(n)];
  const counts = new Float64Array(n);
  const times = new Float64Array(n);
  const order = new Uint8Array(n);
  let quorums = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let arrived = 0;
    for (let i = 0; i < n; i++) {
      at[i] += by[i];
      if (at[i] >= 1) at[i]--;
      const time = laws[i](at[i]);
      if (time === Number.POSITIVE_INFINITY) continue;
      times[i] = time;
      // Into its place among the earlier members; at the same moment those come first.
      let place = arrived++;
      while (place > 0 && times[order[place - 1]] - time > ROUNDING * time) order[place] = order[--place];
      order[place] = i;
    }
    let set = 0;
    let last = 0;
    while (last < arrived && !system.contains(set)) set |= 1 << order[last++];
    if (!system.contains(set)) continue;
    quorums++;
    for (let k = last - 1; k >= 0; k--) {
      const without = set & ~(1 << order[k]);
      if (system.contains(without)) set = without;
    }
    for (let i = 0; i < n; i++) counts[i] += (set >>> i) & 1;
  }
  return quorums === 0 ? finished : counts.map((count) => count / quorums);
}

/**
 * By how much each coordinate moves on from one draw to the next: powers of 1/g, where g is the positive root of
 * g^(n+1) = g + 1 (Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018).
 */
function strides(n: number): Float64Array {
  let g = 2;
  for (let k = 0; k < 60; k++) g = (1 + g) ** (1 / (n + 1));
  return Float64Array.from({ length: n }, (_, i) => g ** -(i + 1));
}

const known = new WeakMap<Distribution, (p: number) => number>();

/** Its quantiles; of a law without jumps, read off a table but for the first and the last cell. */
function lookedUp(law: Distribution): (p: number) => number {
  if (law.atoms !== undefined || law.law.kind === 'points') return law.quantile;
  const found = known.get(law);
  if (found !== undefined) return found;
  const table = Float64Array.from({ length: CELLS }, (_, k) =>
    k === 0 ? law.start : law.quantile(k / CELLS),
  );
  const quantile = (p: number): number => {
    const cell = p * CELLS;
    const k = Math.floor(cell);
    const inside = k > 0 && k + 1 < CELLS && table[k + 1] < Number.POSITIVE_INFINITY;
    return inside ? table[k] + (cell - k) * (table[k + 1] - table[k]) : law.quantile(p);
  };
  known.set(law, quantile);
  return quantile;
}
