import { type Diagram, FALSE, TRUE } from '../../quorum/diagram.js';
import { DiagramTooLarge, NODE_LIMIT } from '../../quorum/diagram-builder.js';
import { setSize } from '../../quorum/set-size.js';
import { TripleTable } from '../../quorum/triple-table.js';

/**
 * "Is there a quorum", asked of components instead of replicas: a decision diagram whose variables fail
 * independently, so that one pass over it gives a probability exactly. Nodes are numbered bottom up; FALSE is "no
 * quorum", TRUE "a quorum".
 */
export interface LossDiagram {
  /** Which component a node asks about. */
  readonly component: Int32Array;
  /** Where to go when it is up. */
  readonly up: Int32Array;
  /** Where to go when it is down. */
  readonly down: Int32Array;
  readonly root: number;
}

/** One of the questions, in the order in which they are asked. */
interface Step {
  /** −1: a replica that does not fail by itself. */
  readonly component: number;
  /** Levels of the quorum's diagram that go low when the component is down, as bits. */
  readonly covers: number;
  /** The level that is settled once this is known: −1 but for the machine of a replica. */
  readonly settles: number;
}

/**
 * Puts components in the place of replicas: replica i is up when none of the components that cover it is down.
 *
 * `covers[c]` has bit i set where component c takes replica i away. A component that covers one replica alone, the
 * first such in the list from the back, counts as its machine; a replica without one never fails by itself. A
 * component is asked about just before the first replica that it covers, wide ones first. All that the walk so far
 * leaves behind is the node of the quorum's diagram and the set of later replicas that are lost already, so states
 * that agree in both share a node, whatever failed. Throws DiagramTooLarge beyond `limit` such states.
 */
export function lossDiagram(quorum: Diagram, covers: readonly number[], limit = NODE_LIMIT): LossDiagram {
  return new Composition(quorum, stepsOf(quorum, covers), limit).finish();
}

function stepsOf({ order, level: levelOf }: Diagram, covers: readonly number[]): Step[] {
  // Levels that no node asks about cannot matter, so nobody need remember what became of them.
  let asked = 0;
  for (let node = 2; node < levelOf.length; node++) asked |= 1 << levelOf[node];
  const byLevel = covers.map((mask) => {
    let levels = 0;
    for (const [level, replica] of order.entries()) if ((mask >>> replica) & 1) levels |= 1 << level;
    return levels & asked;
  });
  const steps: Step[] = [];
  for (let level = 0; level < order.length; level++) {
    const bit = 1 << level;
    const machine = byLevel.lastIndexOf(bit);
    byLevel
      .map((mask, component) => ({ component, covers: mask, settles: -1 }))
      .filter(({ covers: mask, component }) => lowestBit(mask) === bit && component !== machine)
      .sort((a, b) => setSize(b.covers) - setSize(a.covers) || a.component - b.component)
      .forEach((step) => {
        steps.push(step);
      });
    steps.push({ component: machine, covers: bit, settles: level });
  }
  return steps;
}

class Composition {
  private readonly component: number[] = [-1, -1];
  private readonly up: number[] = [FALSE, TRUE];
  private readonly down: number[] = [FALSE, TRUE];
  private readonly unique = new TripleTable();
  private readonly known = new TripleTable();
  private states = 0;

  constructor(
    private readonly quorum: Diagram,
    private readonly steps: readonly Step[],
    private readonly limit: number,
  ) {}

  finish(): LossDiagram {
    const root = this.from(0, this.quorum.root, 0);
    return {
      component: Int32Array.from(this.component),
      up: Int32Array.from(this.up),
      down: Int32Array.from(this.down),
      root,
    };
  }

  /** The node for: steps from here on are open, the quorum's walk stands at `at`, replicas of `lost` are lost. */
  private from(first: number, at: number, lost: number): number {
    const { level, low, high } = this.quorum;
    let step = first;
    let node = at;
    while (node > TRUE) {
      const { component, covers, settles } = this.steps[step];
      const open = covers & ~lost & (-1 << level[node]);
      if (open !== 0 && component >= 0) break;
      if (settles === level[node]) node = open === 0 ? low[node] : high[node];
      step++;
    }
    if (node <= TRUE) return node;
    const still = lost & (-1 << level[node]);
    const made = this.known.get(step, node, still);
    if (made >= 0) return made;
    if (++this.states > this.limit) throw new DiagramTooLarge();
    const { component, covers, settles } = this.steps[step];
    const settled = settles === level[node];
    const up = this.from(step + 1, settled ? high[node] : node, still);
    const down = settled ? this.from(step + 1, low[node], still) : this.from(step + 1, node, still | covers);
    const result = this.node(component, up, down);
    this.known.set(step, node, still, result);
    return result;
  }

  private node(component: number, up: number, down: number): number {
    if (up === down) return up;
    const known = this.unique.get(component, up, down);
    if (known >= 0) return known;
    const made = this.component.length;
    this.component.push(component);
    this.up.push(up);
    this.down.push(down);
    this.unique.set(component, up, down, made);
    return made;
  }
}

function lowestBit(mask: number): number {
  return mask & -mask;
}

/** P(no quorum), component c being down with probability p[c]; `value` has a place for each node and is filled. */
export function lossProbability(diagram: LossDiagram, p: ArrayLike<number>, value: Float64Array): number {
  const { component, up, down, root } = diagram;
  value[FALSE] = 1;
  value[TRUE] = 0;
  for (let node = 2; node < component.length; node++) {
    const out = p[component[node]];
    // Sums of non-negative products only: losses of 1e-15 keep all their digits.
    value[node] = out * value[down[node]] + (1 - out) * value[up[node]];
  }
  return value[root];
}

/**
 * For every component P(no quorum | it is down) − P(no quorum | it is up), its Birnbaum importance. `value` as
 * `lossProbability` left it for the same p.
 */
export function lossImportances(
  diagram: LossDiagram,
  p: ArrayLike<number>,
  value: Float64Array,
): Float64Array {
  const { component, up, down, root } = diagram;
  const importance = new Float64Array(p.length);
  const reach = new Float64Array(component.length);
  reach[root] = 1;
  for (let node = component.length - 1; node > TRUE; node--) {
    const c = component[node];
    const here = reach[node];
    importance[c] += here * (value[down[node]] - value[up[node]]);
    reach[down[node]] += here * p[c];
    reach[up[node]] += here * (1 - p[c]);
  }
  return importance;
}
