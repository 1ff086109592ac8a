import { type Diagram, FALSE, TRUE } from './diagram.js';
import { DiagramSystem, diagramOf } from './diagram-system.js';
import type { QuorumSystem } from './system.js';

/**
 * The dual system: its quorums are the sets that meet every quorum of `system`. f*(x) = ¬f(¬x).
 *
 * Reads by `system` and writes by its dual always intersect, and no smaller write quorums would (Ibaraki, Kameda,
 * "A theory of coteries", IEEE TPDS 4(7), 1993; Whittaker et al., "Read-Write Quorum Systems Made Practical",
 * PaPoC 2021). Also the accurate way to small failure probabilities: with q[i] the probability that member i is
 * *out*, `dual(system).probability(q)` is P(no quorum is in), free of the cancellation in 1 − P.
 */
export function dual(system: QuorumSystem): QuorumSystem {
  const text = `any set that meets every quorum of: ${system.describe()}`;
  return new DiagramSystem(system.members, dualDiagram(diagramOf(system)), text);
}

/** Children change places and so do the terminals; every other node keeps its number. */
function dualDiagram(diagram: Diagram): Diagram {
  const low = diagram.high.map(swapTerminal);
  const high = diagram.low.map(swapTerminal);
  low.set([FALSE, TRUE]);
  high.set([FALSE, TRUE]);
  return { ...diagram, low, high, root: swapTerminal(diagram.root) };
}

function swapTerminal(node: number): number {
  return node <= TRUE ? TRUE - node : node;
}
