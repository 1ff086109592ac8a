import type { Distribution } from '../distribution/distribution.js';
import { importance, importances } from '../quorum/importance.js';
import type { QuorumSystem } from '../quorum/system.js';
import { drawnShares, ROUNDING } from './drawn-shares.js';
import { partsOf } from './leaves.js';
import type { Outcome, Quorum } from './outcome.js';

/** Cells in which a decision is followed, each with an equal share of it; shares come out to about 1e-3. */
const CELLS = 384;

/** A quorum that an operation may wait for first, and how likely it is to be this one. */
export interface FirstQuorum {
  readonly quorum: Quorum;
  readonly share: number;
}

/**
 * The quorum that an operation waits for first: one where the expression has no choices, else one for each way that they
 * may go; in reading order. The shares add up to 1, less the probability of ways without any quorum.
 */
export function firstQuorumsOf(outcome: Outcome): FirstQuorum[] {
  const found: FirstQuorum[] = [];
  // Returns the part of the share that goes on without having met a quorum.
  const visit = (node: Outcome, share: number): number => {
    if (node.kind === 'choice') {
      return visit(node.first, share * node.p) + visit(node.second, share * (1 - node.p));
    }
    if (node.kind === 'quorum') {
      found.push({ quorum: node, share });
      return 0;
    }
    return partsOf(node).reduce((rest, part) => (rest > 0 ? visit(part, rest) : 0), share);
  };
  visit(outcome, 1);
  return found;
}

/** For each member of a quorum system: how often its part completes the quorum, and how often it is in it. */
export interface Shares {
  /** P(this part is the one that completes the quorum | a quorum comes about); these sum to 1. */
  readonly decides: Float64Array;
  /**
   * P(this part is in the quorum | one comes about). Of those that have finished by then the earlier ones are the quorum, and
   * those that it does not take are not in it: a fourth answer of a group of five whose majority has answered.
   */
  readonly inQuorum: Float64Array;
}

/**
 * Who decides. Member i completes the quorum at t with density F_i′(t) times its Birnbaum importance at
 * (F_1(t), …, F_n(t)); it is in the quorum when one comes about in the end and the others have not made it without i
 * before. Both are integrated over the time at which i finishes. Of members that finish at the same moment, as with constant
 * delays, the earlier in the order of the members counts as the earlier: so somebody decides, and those in the quorum are
 * no more than it needs.
 *
 * @param parts laws of the members' parts, independent, in the order of system.members
 * @param whole the law of the quorum itself, which says where to look
 */
export function sharesOf(system: QuorumSystem, parts: readonly Distribution[], whole: Distribution): Shares {
  const n = parts.length;
  const decides = new Float64Array(n);
  const inQuorum = new Float64Array(n);
  if (whole.mass === 0) return { decides, inQuorum };
  const columns = columnsOf(parts, whole);
  const points = columns[0].length;
  const given = parts.map(() => ({ whenIn: new Float64Array(points), whenOut: new Float64Array(points) }));
  importances(system, columns, given);
  const eventually = Float64Array.from(parts, ({ mass }) => mass);
  const even = new Float64Array(n).fill(0.5);
  let total = 0;
  for (let i = 0; i < n; i++) {
    // One without a vote is in no quorum, however early it answers.
    if (importance(system, even, i) === 0) continue;
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
  return { decides, inQuorum: takesAll(system) ? inQuorum : drawnShares(system, parts, inQuorum) };
}

/** How likely each member is in, to tell systems apart by one number. */
const SOME = 0.37;

/** Any so many of those with a vote are a quorum: then each that finishes before it stands is in it. */
function takesAll(system: QuorumSystem): boolean {
  const n = system.members.length;
  const even = new Float64Array(n).fill(0.5);
  const voters = [...even.keys()].filter((i) => importance(system, even, i) > 0);
  let set = 0;
  let size = 0;
  while (size < voters.length && !system.contains(set)) set |= 1 << voters[size++];
  let tail = 0;
  let ways = 1;
  for (let k = 0; k <= voters.length; k++) {
    if (k >= size) tail += ways * SOME ** k * (1 - SOME) ** (voters.length - k);
    ways *= (voters.length - k) / (k + 1);
  }
  return Math.abs(system.probability(new Float64Array(n).fill(SOME)) - tail) < 1e-9;
}

/**
 * CDF values at rising times, from 0 before all of them on: at the atoms, and where not all is discrete also at quantiles
 * of the whole, so that each cell holds an equal share of the decisions. At an atom each member that has it there takes a
 * step of its own, in the order of the members: that is how ties are settled.
 */
function columnsOf(parts: readonly Distribution[], whole: Distribution): Float64Array[] {
  const discrete = parts.every(({ law }) => law.kind === 'points');
  const moments = momentsOf(parts, discrete ? [] : quantilesOf(whole));
  const steps = moments.reduce((sum, { jumps }) => sum + 1 + jumps.length, 1);
  const columns = parts.map(() => new Float64Array(steps));
  let k = 1;
  for (const { last, jumps } of moments) {
    const reached = parts.map((part) => part.cdf(last));
    for (const [i, column] of columns.entries()) {
      const jump = jumps.find(({ member }) => member === i);
      // Without an atom here it moves on with the rest.
      column[k] = jump === undefined ? reached[i] : Math.max(0, reached[i] - jump.mass);
    }
    for (const [j, { member }] of jumps.entries()) {
      for (const column of columns) column[k + j + 1] = column[k + j];
      columns[member][k + j + 1] = reached[member];
    }
    k += 1 + jumps.length;
  }
  return columns;
}

/** A time, and the members that have an atom there, in their order. */
interface Moment {
  readonly first: number;
  /** Times that differ by rounding alone are one. */
  readonly last: number;
  readonly jumps: readonly { readonly member: number; readonly mass: number }[];
}

function momentsOf(parts: readonly Distribution[], others: readonly number[]): Moment[] {
  const marks = others.map((at) => ({ at, member: -1, mass: 0 }));
  for (const [member, { atoms = [] }] of parts.entries())
    for (const { at, mass } of atoms) marks.push({ at, member, mass });
  marks.sort((a, b) => a.at - b.at);
  const moments: { first: number; last: number; jumps: { member: number; mass: number }[] }[] = [];
  for (const { at, member, mass } of marks) {
    let moment = moments[moments.length - 1];
    if (moment === undefined || at - moment.first > ROUNDING * at) {
      moment = { first: at, last: at, jumps: [] };
      moments.push(moment);
    }
    moment.last = at;
    if (member < 0) continue;
    const same = moment.jumps.find((jump) => jump.member === member);
    if (same === undefined) moment.jumps.push({ member, mass });
    else same.mass += mass;
  }
  for (const { jumps } of moments) jumps.sort((a, b) => a.member - b.member);
  return moments;
}

function quantilesOf(whole: Distribution): number[] {
  const times = [whole.start];
  for (let k = 1; k <= CELLS; k++) {
    const t = whole.quantile((whole.mass * k) / CELLS);
    if (t > times[times.length - 1]) times.push(t);
  }
  return times;
}
