import type { Distribution } from '../../distribution/distribution.js';

/** A follower that may take over, all times in ms. */
export interface Challenger {
  /** Its range of election timeouts. */
  readonly election: readonly [number, number];
  /**
   * From its timeout until there is no way back for the leader: it has entered a later term. Infinity where it does not
   * get there while the leader is silent.
   */
  readonly asks: number;
}

/** Cells of an integral over a range of stalls. */
const CELLS = 400;

/**
 * P(the leader is deposed | it is silent for `silence` ms). Each follower has drawn its timeout uniformly from its range
 * [lo, hi]; it is past its timeout and its asking with probability x = clamp((s − lo − asks) / (hi − lo), 0, 1), and one
 * is enough: 1 − ∏(1 − xᵢ). With N − 1 alike it is 1 − (1 − x)^(N−1), which is etcd's with lo = T − h, hi = 2T − h and
 * two vote rounds (measured there, see test/estimate/stability).
 */
export function deposedBy(silence: number, challengers: readonly Challenger[]): number {
  let keeps = 1;
  for (const { election, asks } of challengers) keeps *= 1 - outlasted(silence - asks, election);
  return 1 - keeps;
}

/** P(a timeout is over after `silence` ms). */
function outlasted(silence: number, [low, high]: readonly [number, number]): number {
  // Also where a difference of infinities is no number.
  if (!(silence > low)) return 0;
  return silence >= high ? 1 : (silence - low) / (high - low);
}

/** The silence that may depose the leader, and the one from which on every longer one does (ms). */
export function deposingRange(challengers: readonly Challenger[]): readonly [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let sure = Number.POSITIVE_INFINITY;
  for (const { election, asks } of challengers) {
    first = Math.min(first, election[0] + asks);
    sure = Math.min(sure, election[1] + asks);
  }
  return [first, sure];
}

/**
 * P(one silence deposes the leader), its length having this law: ∫ P(deposed | s) dF(s), by parts
 * ∫ P(S > s) dP(deposed | s), so that a tail far out counts as exactly as the law knows it.
 *
 * @param longer P(a silence is longer than so many ms)
 */
export function deposedByOne(
  longer: (silence: number) => number,
  challengers: readonly Challenger[],
): number {
  const [first, sure] = deposingRange(challengers);
  if (first === Number.POSITIVE_INFINITY) return 0;
  let sum = 0;
  let below = 0;
  const step = (sure - first) / CELLS;
  for (let k = 0; k < CELLS && step > 0; k++) {
    const to = deposedBy(first + (k + 1) * step, challengers);
    sum += (to - below) * longer(first + (k + 0.5) * step);
    below = to;
  }
  return sum + (1 - below) * longer(sure);
}

/** P(a draw of this law is longer than so many ms); what never ends is longer than any. */
export function longerThan(law: Distribution): (ms: number) => number {
  return (ms) => Math.max(0, 1 - law.cdf(ms));
}
