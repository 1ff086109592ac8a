import { listed } from '../spelling/listed.js';
import { type Diagram, TRUE } from './diagram.js';
import { DiagramBuilder } from './diagram-builder.js';
import { DiagramSystem, diagramOf } from './diagram-system.js';
import type { QuorumSystem } from './system.js';

/**
 * The system when these members are out for good: its quorums are those of `system` that do without them. The
 * member list stays as it was, so that arrays and bit masks need no renumbering; what they say of a lost member no
 * longer matters. Throws a RangeError for an id that is no member.
 */
export function without(system: QuorumSystem, lost: readonly string[]): QuorumSystem {
  const out = new Set(lost.map((id) => indexOf(system, id)));
  if (out.size === 0) {
    return system;
  }
  const names = system.members.filter((_, index) => out.has(index));
  return new DiagramSystem(
    system.members,
    restricted(diagramOf(system), out),
    `${system.describe()} without ${listed(names)}`,
  );
}

function restricted(diagram: Diagram, out: ReadonlySet<number>): Diagram {
  const builder = new DiagramBuilder(diagram.order);
  const made = new Int32Array(diagram.level.length);
  made[TRUE] = TRUE;
  for (let node = 2; node < made.length; node++) {
    const low = made[diagram.low[node]!]!;
    made[node] = out.has(diagram.member[node]!)
      ? low
      : builder.node(diagram.level[node]!, low, made[diagram.high[node]!]!);
  }
  return builder.finish(made[diagram.root]!);
}

function indexOf(system: QuorumSystem, id: string): number {
  const index = system.members.indexOf(id);
  if (index < 0) {
    throw new RangeError(`'${id}' is no member: the members are ${listed(system.members)}`);
  }
  return index;
}
