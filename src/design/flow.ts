import { quorumOfEach } from '../quorum/combined.js';
import { FALSE, TRUE } from '../quorum/diagram.js';
import { diagramOf } from '../quorum/diagram-system.js';
import { resilientQuorums } from '../quorum/resilient.js';
import type { QuorumSystem } from '../quorum/system.js';
import { without } from '../quorum/without.js';
import type { DesignNode } from './design.js';
import type { ProgramBuilder } from './linear-program.js';
import { type AskedSet, latencyOfNode } from './strategy.js';

/**
 * A strategy as a flow. Every way from the root of a quorum system's decision diagram to its end is a set that contains a
 * quorum; a unit of flow through the diagram is a probability for each of these ways, and what flows through the edges
 * "member i is in" is the probability that i is asked. So a linear program needs two columns for each node of the diagram,
 * of which a majority of 13 has 49, instead of one for each of its 1,716 quorums.
 *
 * Where latency counts there is one diagram for each time t that some node takes: sets of which those that answer within t
 * contain a quorum. Sets need not be minimal: one that is f-resilient may have to ask more nodes to be fast.
 */
export interface Way {
  /** The sets of nodes that may be asked. */
  readonly system: QuorumSystem;
  /** ms within which a quorum has answered; 0 where latency does not count. */
  readonly latency: number;
}

/** The ways there are to ask for a quorum of which any f may fail. None where f is too large. */
export function waysOf(system: QuorumSystem, nodes: readonly DesignNode[], f: number, timed: boolean): Way[] {
  const resilient = resilientQuorums(system, f);
  if (!possible(resilient)) return [];
  if (!timed) return [{ system: resilient, latency: 0 }];
  const times = [...new Set(nodes.map(latencyOfNode))].sort((a, b) => a - b);
  return times.flatMap((latency) => {
    const late = nodes.filter((node) => latencyOfNode(node) > latency).map(({ id }) => id);
    const early = without(system, late);
    if (!possible(early)) return [];
    return [{ system: f === 0 ? early : quorumOfEach([resilient, early]), latency }];
  });
}

function possible(system: QuorumSystem): boolean {
  return diagramOf(system).root !== FALSE;
}

/** The columns of a flow, one edge each; −1 where an edge leads to no quorum or the node is not on the diagram. */
interface FlowColumns {
  readonly way: Way;
  readonly entry: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** The flow of reads, or of writes, in a linear program. */
export class Flow {
  /** marginals[i]: the column that is the probability that node i is asked. */
  readonly marginals: readonly number[];
  /** Columns of the probabilities of each way, with its latency. */
  readonly entries: readonly { readonly column: number; readonly latency: number }[];
  private readonly columns: readonly FlowColumns[];

  constructor(program: ProgramBuilder, ways: readonly Way[], nodes: number) {
    const whole = program.row(1, 1);
    this.marginals = Array.from({ length: nodes }, () => program.column());
    const marginalRows = this.marginals.map((column) => {
      const row = program.row(0, 0);
      program.add(row, column, -1);
      return row;
    });
    this.columns = ways.map((way) => {
      const entry = program.column();
      program.add(whole, entry, 1);
      return flowThrough(program, way, entry, marginalRows);
    });
    this.entries = this.columns.map(({ entry, way }) => ({ column: entry, latency: way.latency }));
  }

  /**
   * The strategy that a solution's flow is: ways are taken off it one by one, each with what its narrowest edge lets
   * through. Every set is made as small as its way allows: what is left out costs less and takes no longer.
   */
  choices(solution: ArrayLike<number>): AskedSet[] {
    const found = new Map<number, number>();
    for (const columns of this.columns) {
      let left = solution[columns.entry];
      const flow = [columns.low, columns.high].map((edges) =>
        Float64Array.from(edges, (c) => (c < 0 ? 0 : solution[c])),
      );
      while (left > NOISE) {
        const { set, amount } = takeOne(columns.way.system, flow, left);
        if (amount <= 0) break;
        left -= amount;
        const small = shrunk(columns.way.system, set);
        found.set(small, (found.get(small) ?? 0) + amount);
      }
    }
    return tidy(found);
  }
}

/** Probabilities below this are a solver's rounding. */
const NOISE = 1e-9;

function flowThrough(
  program: ProgramBuilder,
  way: Way,
  entry: number,
  marginalRows: readonly number[],
): FlowColumns {
  const { member, low, high, root } = diagramOf(way.system);
  const balance =
    member.length > 2 ? Array.from(member, (_, node) => (node > TRUE ? program.row(0, 0) : -1)) : [];
  if (root > TRUE) program.add(balance[root], entry, 1);
  const edge = (from: number, to: number): number => {
    if (to === FALSE) return -1;
    const column = program.column();
    program.add(balance[from], column, -1);
    if (to > TRUE) program.add(balance[to], column, 1);
    return column;
  };
  const lowColumns = new Int32Array(member.length).fill(-1);
  const highColumns = new Int32Array(member.length).fill(-1);
  for (let node = 2; node < member.length; node++) {
    lowColumns[node] = edge(node, low[node]);
    highColumns[node] = edge(node, high[node]);
    if (highColumns[node] >= 0) program.add(marginalRows[member[node]], highColumns[node], 1);
  }
  return { way, entry, low: lowColumns, high: highColumns };
}

/** One way from the root to the end along the widest edges, and how much goes along it; that much is taken off. */
function takeOne(
  system: QuorumSystem,
  [out, into]: Float64Array[],
  most: number,
): { set: number; amount: number } {
  const { member, low, high, root } = diagramOf(system);
  const path: { flow: Float64Array; node: number }[] = [];
  let set = 0;
  let amount = most;
  for (let node = root; node > TRUE; ) {
    const flow = into[node] > out[node] ? into : out;
    path.push({ flow, node });
    amount = Math.min(amount, flow[node]);
    if (flow === into) set |= 1 << member[node];
    node = flow === into ? high[node] : low[node];
  }
  for (const { flow, node } of path) flow[node] -= amount;
  return { set, amount };
}

function shrunk(system: QuorumSystem, set: number): number {
  let small = set;
  for (let i = system.members.length - 1; i >= 0; i--) {
    const fewer = small & ~(1 << i);
    if (fewer !== small && system.contains(fewer)) small = fewer;
  }
  return small;
}

/** The most probable first, then in the order of the members; noise left out, and the rest made to add up to 1. */
function tidy(found: ReadonlyMap<number, number>): AskedSet[] {
  const kept = [...found].filter(([, probability]) => probability > NOISE);
  const total = kept.reduce((sum, [, probability]) => sum + probability, 0);
  return kept
    .map(([set, probability]) => ({ set, probability: probability / total }))
    .sort((a, b) =>
      Math.abs(b.probability - a.probability) > NOISE ? b.probability - a.probability : a.set - b.set,
    );
}
