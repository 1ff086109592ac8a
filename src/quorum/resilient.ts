import { FALSE, TRUE } from './diagram.js';
import { DiagramBuilder } from './diagram-builder.js';
import { DiagramSystem, diagramOf } from './diagram-system.js';
import type { QuorumSystem } from './system.js';

/**
 * The sets that still contain a quorum after any `f` of their members are lost: f-resilient quorums (Whittaker et al.,
 * "Read-Write Quorum Systems Made Practical", PaPoC 2021, §4). `system` itself for f = 0. No set is one where f is more
 * than `resilience(system)`. Throws DiagramTooLarge where the whole is too intricate.
 */
export function resilientQuorums(system: QuorumSystem, f: number): QuorumSystem {
  if (f === 0) return system;
  const { order, level, low, high, root } = diagramOf(system);
  const builder = new DiagramBuilder(order);
  const made = Array.from({ length: f + 1 }, () => new Int32Array(level.length));
  // Of a member that is in, the worse of two cases: it stays, or it is one of those that are lost.
  for (let lost = 0; lost <= f; lost++) {
    made[lost][TRUE] = TRUE;
    for (let node = 2; node < level.length; node++) {
      const stays = made[lost][high[node]];
      const inside = lost === 0 ? stays : builder.ite(stays, made[lost - 1][low[node]], FALSE);
      made[lost][node] = builder.node(level[node], made[lost][low[node]], inside);
    }
  }
  const text = `${system.describe()}, whichever ${f} of them are lost`;
  return new DiagramSystem(system.members, builder.finish(made[f][root]), text);
}
