import { type Diagram, FALSE, TRUE } from './diagram.js';
import { DiagramBuilder } from './diagram-builder.js';
import { DiagramSystem, diagramOf } from './diagram-system.js';
import { reordered } from './reorder.js';
import type { QuorumSystem } from './system.js';

/**
 * A quorum of every one of these systems, which are over the same members in one order. Throws a RangeError where they are
 * not, or there are none; DiagramTooLarge where the whole is too intricate.
 */
export function quorumOfEach(systems: readonly QuorumSystem[]): QuorumSystem {
  return combined(systems, 'and', (builder, one, other) => builder.ite(one, other, FALSE));
}

/** A quorum of at least one of these systems; throws as `quorumOfEach`. */
export function quorumOfAny(systems: readonly QuorumSystem[]): QuorumSystem {
  return combined(systems, 'or', (builder, one, other) => builder.ite(one, TRUE, other));
}

/** The system that has no quorum, whoever is up. */
export function noQuorum(members: readonly string[]): QuorumSystem {
  const order = Uint8Array.from(members, (_, index) => index);
  return new DiagramSystem(members, new DiagramBuilder(order).finish(FALSE), 'no quorum');
}

/** Indices of the members that make a difference to the system: those in some minimal quorum. */
export function membersInQuorums(system: QuorumSystem): ReadonlySet<number> {
  // A reduced diagram asks about no member that makes none.
  const { member } = diagramOf(system);
  const found = new Set<number>();
  for (let node = 2; node < member.length; node++) found.add(member[node]);
  return found;
}

function combined(
  systems: readonly QuorumSystem[],
  word: 'and' | 'or',
  join: (builder: DiagramBuilder, one: number, other: number) => number,
): QuorumSystem {
  const distinct = [...new Set(systems)];
  const [first, ...others] = distinct;
  if (first === undefined) throw new RangeError('no quorum systems to combine');
  if (others.length === 0) return first;
  for (const { members } of others)
    if (members.length !== first.members.length || members.some((id, i) => id !== first.members[i]))
      throw new RangeError('quorum systems over different members cannot be combined');
  const { order } = diagramOf(first);
  const builder = new DiagramBuilder(order);
  const parts = distinct.map((system) => copied(builder, reordered(diagramOf(system), order)));
  const root = parts.reduce((whole, part) => join(builder, whole, part));
  // In one builder equal functions are one node: where one system says it all, it is the answer, and its words are.
  const alone = distinct[parts.indexOf(root)];
  if (alone !== undefined) return alone;
  const text = distinct.map((system) => system.describe()).join(` ${word} `);
  return new DiagramSystem(first.members, builder.finish(root), text);
}

function copied(builder: DiagramBuilder, { level, low, high, root }: Diagram): number {
  const made = new Int32Array(level.length);
  made[TRUE] = TRUE;
  for (let node = 2; node < level.length; node++)
    made[node] = builder.node(level[node], made[low[node]], made[high[node]]);
  return made[root];
}
