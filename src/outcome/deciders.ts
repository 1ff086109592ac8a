import type { Distribution } from '../distribution/distribution.js';
import { importances } from '../quorum/importance.js';
import type { QuorumSystem } from '../quorum/system.js';

/** Cells of the grid on which a decision is followed; shares come out to about 1e-4. */
const CELLS = 768;

/** For each member of a quorum system: how often its part completes the quorum, and how often it is in it. */
export interface Shares {
  /** P(this part is the one that completes the quorum | a quorum comes about); these sum to 1. */
  readonly decides: Float64Array;
  /** P(this part has finished by the time the quorum stands | a quorum comes about). */
  readonly inQuorum: Float64Array;
}

/**
 * Who decides. Member i completes the quorum at t with density F_i′(t) times its Birnbaum importance at
 * (F_1(t), …, F_n(t)); it is in the quorum when one comes about in the end and the others have not made it without i
 * before. Both are integrated over the time at which i finishes.
 *
 * @param parts laws of the members' parts, independent, in the order of system.members
 * @param whole the law of the quorum itself, which says where to look
 */
export function sharesOf(system: QuorumSystem, parts: readonly Distribution[], whole: Distribution): Shares {
  const n = parts.length;
  const decides = new Float64Array(n);
  const inQuorum = new Float64Array(n);
  if (whole.mass === 0) return { decides, inQuorum };
  const columns = parts.map((part) => columnOf(part, parts, whole));
  const points = columns[0].length;
  const given = parts.map(() => ({ whenIn: new Float64Array(points), whenOut: new Float64Array(points) }));
  importances(system, columns, given);
  const eventually = Float64Array.from(parts, ({ mass }) => mass);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const { whenIn, whenOut } = given[i];
    const finalWithIt = system.probability(eventually.map((mass, j) => (j === i ? 1 : mass)));
    for (let k = 1; k < points; k++) {
      const density = columns[i][k] - columns[i][k - 1];
      if (density <= 0) continue;
      // Between two knots the others move too: take their average. At an atom they stand still.
      const importance = (whenIn[k] - whenOut[k] + whenIn[k - 1] - whenOut[k - 1]) / 2;
      decides[i] += density * importance;
      inQuorum[i] += density * (finalWithIt - (whenOut[k] + whenOut[k - 1]) / 2);
    }
    total += decides[i];
  }
  for (let i = 0; i < n; i++) {
    decides[i] = total > 0 ? decides[i] / total : 0;
    inQuorum[i] = Math.max(decides[i], Math.min(1, inQuorum[i] / whole.mass));
  }
  return { decides, inQuorum };
}

/** CDF values along the knots: 0 before all, then an even grid, or both sides of each atom where all is discrete. */
function columnOf(part: Distribution, parts: readonly Distribution[], whole: Distribution): Float64Array {
  if (parts.every(({ law }) => law.kind === 'points')) {
    const times = new Set<number>();
    for (const { law } of parts) if (law.kind === 'points') for (const { at } of law.points) times.add(at);
    const values = [0];
    let below = 0;
    for (const t of [...times].sort((a, b) => a - b)) {
      const reached = part.cdf(t);
      values.push(below, reached);
      below = reached;
    }
    return Float64Array.from(values);
  }
  const values = new Float64Array(CELLS + 2);
  // The last millionth of a long tail would stretch the cells over the part that matters.
  const end = whole.quantile(whole.mass * (1 - 1e-6));
  // One knot beyond the end, so that an atom right there is not missed by a rounding error.
  part.tabulate(whole.start, (end - whole.start) / (CELLS - 1), values.subarray(1));
  return values;
}
