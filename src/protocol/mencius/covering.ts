import { systemOf } from '../../quorum/diagram-system.js';
import { and, member, or } from '../../quorum/expression.js';
import { minimalQuorums } from '../../quorum/minimal-quorums.js';
import type { QuorumSystem } from '../../quorum/system.js';

/**
 * The replicas that own a slot between a command of `last` and the next command of `entry`, slots going round in the
 * order of `replicas`: all the others where both are one replica.
 */
export function ownersBetween(replicas: readonly string[], last: string, entry: string): string[] {
  const between: string[] = [];
  const n = replicas.length;
  const end = replicas.indexOf(entry);
  for (let i = (replicas.indexOf(last) + 1) % n; i !== end; i = (i + 1) % n) between.push(replicas[i]);
  return between;
}

/** A quorum of the system that has all of `required`: its quorums, each with those in addition. */
export function including(system: QuorumSystem, required: readonly string[]): QuorumSystem {
  if (required.length === 0) return system;
  const set = system.members.reduce((mask, id, i) => (required.includes(id) ? mask | (1 << i) : mask), 0);
  const must = and(required.map(member));
  const text = `${system.describe()} with ${required.join(', ')}`;
  if (system.contains(set)) return systemOf(must, system.members, text);
  const rest = minimalQuorums(system).map((quorum) => quorum.filter((id) => !required.includes(id)));
  return systemOf(and([must, or(rest.map((ids) => and(ids.map(member))))]), system.members, text);
}
