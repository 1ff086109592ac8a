import { FALSE, TRUE } from './diagram.js';
import { diagramOf } from './diagram-system.js';
import type { QuorumSystem } from './system.js';

/**
 * How many members, whichever they are, may be lost with a quorum left: 2 for a majority of 5. −1 where there is no
 * quorum even with every member in; n where none is needed.
 *
 * One pass over the diagram: the fewest members that must be out to reach "no quorum", less one.
 */
export function resilience(system: QuorumSystem): number {
  const { low, high, root } = diagramOf(system);
  const losses = new Float64Array(low.length);
  losses[FALSE] = 0;
  losses[TRUE] = system.members.length + 1;
  for (let node = 2; node < losses.length; node++) {
    losses[node] = Math.min(losses[low[node]!]! + 1, losses[high[node]!]!);
  }
  return losses[root]! - 1;
}
