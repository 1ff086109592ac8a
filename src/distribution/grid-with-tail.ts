import type { Distribution } from './distribution.js';
import { grid } from './grid.js';

/**
 * A law known by its CDF on two even grids, one after the other: a fine one where nearly all of it lies, and a coarse one
 * for a long tail that holds next to nothing (what retransmissions leave of a lossy network). Linear between knots.
 *
 * @param start ms, ≥ 0
 * @param head nondecreasing values, `step` ms apart from `start` on; the last is above 0
 * @param tail goes on where `head` ends, `stride` ms apart; its first value is head's last
 */
export function gridWithTail(
  start: number,
  step: number,
  head: Float64Array,
  stride: number,
  tail: Float64Array,
): Distribution {
  const joint = start + (head.length - 1) * step;
  const early = grid(start, step, head);
  const late = grid(joint, stride, tail);
  const { mass, end } = late;
  const below = early.mass;
  const quantile = (p: number): number => (p <= below ? early.quantile(p) : late.quantile(p));
  return {
    mass,
    start,
    end,
    get mean() {
      // The late grid has the early one's mass as an atom at the joint.
      return (below * (early.mean - joint) + mass * late.mean) / mass;
    },
    cdf: (t) => (t < joint ? early.cdf(t) : late.cdf(t)),
    tabulate(from, delta, out) {
      const split = Math.min(out.length, Math.max(0, Math.floor((joint - from) / delta) + 1));
      early.tabulate(from, delta, out.subarray(0, split));
      late.tabulate(from + split * delta, delta, out.subarray(split));
      // The joint itself may seem to lie just before the late grid, where that has nothing yet.
      if (split < out.length && out[split] < below) out[split] = below;
    },
    quantile,
    plus: (ms) => gridWithTail(start + ms, step, head, stride, tail),
    draw: (uniform) => quantile(uniform()),
    ...(early.atoms === undefined ? {} : { atoms: early.atoms }),
    law: { kind: 'grid', cells: head.length + tail.length - 2, step },
  };
}
