import { type Diagram, FALSE, TRUE } from '../../quorum/diagram.js';
import { DiagramBuilder } from '../../quorum/diagram-builder.js';
import { diagramOf } from '../../quorum/diagram-system.js';
import { reordered } from '../../quorum/reorder.js';
import type { QuorumSystem } from '../../quorum/system.js';
import type { Fleet } from './components.js';

/**
 * The diagram of "every one of these systems has a quorum", members asked about in this order. Throws
 * DiagramTooLarge where the order suits the systems badly.
 */
export function conjunction(systems: readonly QuorumSystem[], order: Uint8Array): Diagram {
  const builder = new DiagramBuilder(order);
  let root = TRUE;
  for (const system of new Set(systems)) {
    const { level, low, high, root: own } = reordered(diagramOf(system), order);
    const made = new Int32Array(level.length);
    made[TRUE] = TRUE;
    for (let node = 2; node < made.length; node++)
      made[node] = builder.node(level[node], made[low[node]], made[high[node]]);
    root = builder.ite(made[own], root, FALSE);
  }
  return builder.finish(root);
}

/**
 * Indices of the replicas such that those of one domain stand together, at every level. In this order the state of
 * a domain can be forgotten once its last replica has been asked about, which keeps diagrams of failures narrow.
 */
export function treeOrder(replicas: Fleet['replicas']): Uint8Array {
  const visit = (group: Fleet['replicas'], depth: number): number[] => {
    const below = new Map<string, Fleet['replicas'][number][]>();
    const here: number[] = [];
    for (const replica of group) {
      if (replica.at.length <= depth) {
        here.push(replica.index);
        continue;
      }
      const name = replica.at[depth];
      const list = below.get(name);
      if (list === undefined) below.set(name, [replica]);
      else list.push(replica);
    }
    return [...here, ...[...below.values()].flatMap((list) => visit(list, depth + 1))];
  };
  return Uint8Array.from(visit(replicas, 0));
}
