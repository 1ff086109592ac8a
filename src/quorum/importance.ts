import { combine } from './block-evaluator.js';
import { type Diagram, FALSE, TRUE } from './diagram.js';
import { checkColumns, diagramOf } from './diagram-system.js';
import type { QuorumSystem } from './system.js';

/** Doubles of scratch that one call aims at. */
const SCRATCH = 1 << 16;
const LONGEST_BLOCK = 256;

/**
 * Birnbaum importance of member i: ∂P/∂p[i] = P(quorum | i in) − P(quorum | i out), the probability that i is the
 * one that decides (Birnbaum, "On the importance of different components in a multicomponent system", 1969).
 */
export function importance(system: QuorumSystem, p: ArrayLike<number>, i: number): number {
  if (p.length !== system.members.length || !Number.isInteger(i) || i < 0 || i >= p.length) {
    throw new RangeError(`expected ${system.members.length} probabilities and a member below that`);
  }
  const changed = Float64Array.from(p);
  changed[i] = 1;
  const inside = system.probability(changed);
  changed[i] = 0;
  return inside - system.probability(changed);
}

/** Where `importances` writes: one value a point. */
export interface Conditional {
  /** P(the members that are in contain a quorum | this member is in). */
  readonly whenIn: Float64Array;
  /** P(the members that are in contain a quorum | this member is out). */
  readonly whenOut: Float64Array;
}

/**
 * For every point t and every member i: P(quorum | i in) and P(quorum | i out), the members being in independently
 * with probabilities columns[…][t]. Their difference is the Birnbaum importance. With columns the CDFs of the members'
 * answers, the density of "i answers now and completes the quorum" is F_i′(t)·(whenIn − whenOut).
 *
 * One pass up the diagram (value of each node) and one down (probability of coming by it), for all members together;
 * `outPerMember[i]` takes member i's, as many points as its arrays are long. Accurate to about 1e-15, absolute.
 */
export function importances(
  system: QuorumSystem,
  columns: readonly Float64Array[],
  outPerMember: readonly Conditional[],
): void {
  const points = outPerMember[0]?.whenIn.length ?? 0;
  checkColumns(system, columns, points);
  if (
    outPerMember.length !== columns.length ||
    outPerMember.some(({ whenIn, whenOut }) => whenIn.length !== points || whenOut.length !== points)
  ) {
    throw new RangeError(`expected ${columns.length} places for results, ${points} points each`);
  }
  const diagram = diagramOf(system);
  const nodes = diagram.level.length;
  const block = Math.max(1, Math.min(LONGEST_BLOCK, Math.floor(SCRATCH / (2 * nodes))));
  const value = new Float64Array(nodes * block);
  const reach = new Float64Array(nodes * block);
  for (let start = 0; start < points; start += block) {
    const length = Math.min(block, points - start);
    up(diagram, columns, value, block, start, length);
    down(diagram, columns, value, reach, outPerMember, block, start, length);
    condition(diagram, columns, value, outPerMember, block, start, length);
  }
}

/** value[v] = P(the function below v holds). */
function up(
  diagram: Diagram,
  columns: readonly Float64Array[],
  value: Float64Array,
  block: number,
  start: number,
  length: number,
): void {
  const { member, low, high } = diagram;
  value.fill(0, FALSE * block, FALSE * block + length);
  value.fill(1, TRUE * block, TRUE * block + length);
  for (let node = 2; node < member.length; node++) {
    combine(
      value,
      node * block,
      low[node]! * block,
      high[node]! * block,
      columns[member[node]!]!,
      start,
      length,
    );
  }
}

/** reach[v] = P(the walk from the root comes by v); adds each node's share of its member's importance to whenIn. */
function down(
  diagram: Diagram,
  columns: readonly Float64Array[],
  value: Float64Array,
  reach: Float64Array,
  results: readonly Conditional[],
  block: number,
  start: number,
  length: number,
): void {
  const { member, low, high, root } = diagram;
  reach.fill(0);
  reach.fill(1, root * block, root * block + length);
  for (const { whenIn } of results) {
    whenIn.fill(0, start, start + length);
  }
  for (let node = member.length - 1; node > TRUE; node--) {
    const p = columns[member[node]!]!;
    const share = results[member[node]!]!.whenIn;
    const at = node * block;
    const below = low[node]! * block;
    const above = high[node]! * block;
    for (let j = 0; j < length; j++) {
      const here = reach[at + j]!;
      const inside = p[start + j]!;
      share[start + j]! += here * (value[above + j]! - value[below + j]!);
      reach[above + j]! += here * inside;
      reach[below + j]! += here * (1 - inside);
    }
  }
}

/** From P and the importance B: P = p·in + (1 − p)·out and B = in − out give both. */
function condition(
  diagram: Diagram,
  columns: readonly Float64Array[],
  value: Float64Array,
  results: readonly Conditional[],
  block: number,
  start: number,
  length: number,
): void {
  const root = diagram.root * block;
  for (const [i, { whenIn, whenOut }] of results.entries()) {
    const p = columns[i]!;
    for (let j = 0; j < length; j++) {
      const t = start + j;
      const whole = value[root + j]!;
      const importanceOf = whenIn[t]!;
      whenIn[t] = Math.min(1, whole + (1 - p[t]!) * importanceOf);
      whenOut[t] = Math.max(0, whole - p[t]! * importanceOf);
    }
  }
}
