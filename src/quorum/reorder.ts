import { type Diagram, FALSE, TRUE } from './diagram.js';
import { DiagramBuilder } from './diagram-builder.js';

/**
 * The same function with its members asked about in another order. Throws DiagramTooLarge where that order is so
 * much worse that the diagram would pass NODE_LIMIT.
 */
export function reordered(diagram: Diagram, order: Uint8Array): Diagram {
  if (order.every((member, level) => member === diagram.order[level])) {
    return diagram;
  }
  const builder = new DiagramBuilder(order);
  const levelOf = new Uint8Array(order.length);
  order.forEach((member, level) => {
    levelOf[member] = level;
  });
  const made = new Int32Array(diagram.level.length);
  made[TRUE] = TRUE;
  for (let node = 2; node < made.length; node++) {
    const asks = builder.node(levelOf[diagram.member[node]!]!, FALSE, TRUE);
    made[node] = builder.ite(asks, made[diagram.high[node]!]!, made[diagram.low[node]!]!);
  }
  return builder.finish(made[diagram.root]!);
}
