import { listed } from '../spelling/listed.js';
import { type Diagram, FALSE, TRUE } from './diagram.js';
import { DiagramBuilder } from './diagram-builder.js';
import { DiagramSystem, diagramOf } from './diagram-system.js';
import type { QuorumSystem } from './system.js';

/**
 * A quorum of the system, and all of these members: what is waited for where some must speak for themselves. The same
 * system where `required` is empty. Throws a RangeError for an id that is no member.
 */
export function including(system: QuorumSystem, required: readonly string[]): QuorumSystem {
  if (required.length === 0) return system;
  const members = new Set<number>();
  for (const id of required) {
    const index = system.members.indexOf(id);
    if (index < 0) throw new RangeError(`'${id}' is no member: the members are ${listed(system.members)}`);
    members.add(index);
  }
  const text = `${system.describe()} with ${required.join(', ')}`;
  return new DiagramSystem(system.members, conjunction(diagramOf(system), members), text);
}

function conjunction(diagram: Diagram, members: ReadonlySet<number>): Diagram {
  const builder = new DiagramBuilder(diagram.order);
  const made = new Int32Array(diagram.level.length);
  made[TRUE] = TRUE;
  for (let node = 2; node < made.length; node++)
    made[node] = builder.node(diagram.level[node], made[diagram.low[node]], made[diagram.high[node]]);
  let all = TRUE;
  for (let level = diagram.order.length - 1; level >= 0; level--)
    if (members.has(diagram.order[level])) all = builder.node(level, FALSE, all);
  return builder.finish(builder.ite(all, made[diagram.root], FALSE));
}
