import type { Diagram } from '../../quorum/diagram.js';
import { DiagramTooLarge } from '../../quorum/diagram-builder.js';
import { diagramOf } from '../../quorum/diagram-system.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { type Component, type Fleet, machineOf } from './components.js';
import { type LossDiagram, lossDiagram, lossImportances, lossProbability } from './loss-diagram.js';
import { conjunction, treeOrder } from './needed.js';

/** How often systems of quorums have none, under the failures of a fleet. */
export interface LossLaw {
  readonly method: 'exact' | 'sampled';
  /** Given that these components are up. */
  given(up: readonly number[]): Loss;
  /**
   * For each component the part of the loss that would go if it never failed: p × Birnbaum importance,
   * P(no quorum) − P(no quorum | it is up).
   */
  contributions(): Float64Array;
}

export interface Loss {
  /** P(no quorum). */
  readonly probability: number;
  /** 95 % interval; undefined where the probability is exact. */
  readonly interval: readonly [number, number] | undefined;
  /** For each replica, P(no quorum | its machine is away). */
  whenAway(): Float64Array;
}

/**
 * The exact law: the quorums' diagram with components in the place of replicas. Replicas are asked about in the order
 * of the tree, or, where that makes too large a diagram, of the first system. Throws DiagramTooLarge where both pass
 * `limit` states.
 */
export function exactLaw(
  fleet: Fleet,
  components: readonly Component[],
  systems: readonly QuorumSystem[],
  limit: number,
): LossLaw {
  const covers = components.map((component) => component.covers);
  const diagram = inEitherOrder(fleet, systems, (quorum) => lossDiagram(quorum, covers, limit));
  return new ExactLaw(fleet, components, diagram);
}

/** What `make` gives for the conjunction of the systems in the order of the tree, else in that of the first system. */
export function inEitherOrder<T>(
  { replicas }: Fleet,
  systems: readonly QuorumSystem[],
  make: (quorum: Diagram) => T,
): T {
  try {
    return make(conjunction(systems, treeOrder(replicas)));
  } catch (thrown) {
    if (!(thrown instanceof DiagramTooLarge)) throw thrown;
    return make(conjunction(systems, diagramOf(systems[0]).order));
  }
}

class ExactLaw implements LossLaw {
  readonly method = 'exact';
  private readonly value: Float64Array;
  private readonly machines: readonly number[];

  constructor(
    { replicas }: Fleet,
    private readonly components: readonly Component[],
    private readonly diagram: LossDiagram,
  ) {
    this.value = new Float64Array(diagram.component.length);
    this.machines = replicas.map(({ index }) => machineOf(components, index));
  }

  given(up: readonly number[]): Loss {
    const { diagram, value, machines } = this;
    const p = Float64Array.from(this.components, (component) => component.p);
    for (const index of up) p[index] = 0;
    const probability = lossProbability(diagram, p, value);
    return {
      probability,
      interval: undefined,
      whenAway() {
        lossProbability(diagram, p, value);
        const importance = lossImportances(diagram, p, value);
        return Float64Array.from(machines, (c) => Math.min(1, probability + (1 - p[c]) * importance[c]));
      },
    };
  }

  contributions(): Float64Array {
    const p = Float64Array.from(this.components, (component) => component.p);
    lossProbability(this.diagram, p, this.value);
    return lossImportances(this.diagram, p, this.value).map((importance, c) => importance * p[c]);
  }
}
