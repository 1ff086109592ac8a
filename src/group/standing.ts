import type { Protocol } from '../protocol/contract/protocol.js';
import { noQuorum, quorumOfAny, quorumOfEach } from '../quorum/combined.js';
import { member } from '../quorum/expression.js';
import { fromExpression } from '../quorum/shapes.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Deployment } from '../topology/deployment.js';
import { type Group, groupOf } from './group.js';

/** A group as it stands: who leads, who is down, and between whom nothing passes. */
export interface Standing {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  /** Undefined where nobody leads. */
  readonly leader: string | undefined;
  /** Ids of replicas that are down. */
  readonly down: ReadonlySet<string>;
  /** Where links are cut: does nothing pass between these two (ids of replicas and clients), either way? */
  readonly severed?: Severed | undefined;
}

export type Severed = (a: string, b: string) => boolean;

/** One of the standings that may follow a loss, and how likely it is. */
export interface Possible<T> {
  readonly standing: T;
  /** 0…1 */
  readonly probability: number;
}

/** The replicas that are up: bit i for the i-th. */
export function upMask({ deployment, down }: Pick<Standing, 'deployment' | 'down'>): number {
  let mask = 0;
  for (const { id, index } of deployment.replicas) if (!down.has(id)) mask |= 1 << index;
  return mask;
}

/** The replicas that are up and to which messages of this one pass, itself included: bit i for the i-th. */
export function reach(standing: Omit<Standing, 'leader'>, from: string): number {
  const { deployment, severed } = standing;
  const up = upMask(standing);
  if (severed === undefined) return up;
  let mask = 0;
  for (const { id, index } of deployment.replicas) if (id === from || !severed(from, id)) mask |= 1 << index;
  return up & mask;
}

/** What must be up for an operation to go on, as a quorum system over all replicas, and where it goes through the leader: */
export interface Continuity {
  readonly write: QuorumSystem;
  readonly read: QuorumSystem;
}

const continuities = new WeakMap<Group, Map<string | undefined, Continuity>>();

/**
 * What must be up for reads and writes to go on permanently, where this replica leads as long as it is up: what the operation
 * itself needs, and besides the leader, or all that it takes for another to lead. The one answer to "is that survived?".
 */
export function continuityOf(group: Group, leader: string | undefined): Continuity {
  let mine = continuities.get(group);
  if (mine === undefined) {
    mine = new Map();
    continuities.set(group, mine);
  }
  let found = mine.get(leader);
  if (found === undefined) {
    const led = ledBy(group, leader);
    const { write, read, readsNeedLeader } = group.needs;
    found = {
      write: led === undefined ? write : quorumOfEach([write, led]),
      read: led === undefined || !readsNeedLeader ? read : quorumOfEach([read, led]),
    };
    mine.set(leader, found);
  }
  return found;
}

/** Somebody leads: this replica, or another that can take its place; undefined where nobody needs to. */
function ledBy({ deployment, protocol, needs }: Group, leader: string | undefined): QuorumSystem | undefined {
  if (protocol.traits.leadership === 'none') return undefined;
  const ids = deployment.replicas.map(({ id }) => id);
  if (leader === undefined) return needs.takeover ?? noQuorum(ids);
  const itself = fromExpression(ids, member(leader));
  return needs.takeover === undefined ? itself : quorumOfAny([itself, needs.takeover]);
}

/**
 * Do operations find what they need as the group stands: what must be up, and where they go through the leader, one that
 * leads? Links are not asked about.
 */
export function isServed(standing: Standing, operation: 'write' | 'read'): boolean {
  return goesOn(standing, operation) && hasLeaderFor(standing, operation);
}

/** Does one lead, where operations of that kind go through the leader? */
export function hasLeaderFor(
  { deployment, protocol, leader }: Standing,
  operation: 'write' | 'read',
): boolean {
  if (leader !== undefined || protocol.traits.leadership === 'none') return true;
  return operation === 'read' && !groupOf(deployment, protocol).needs.readsNeedLeader;
}

/** Can reads, or writes, go on with those that are up, after whoever must take over has done so? Links are not asked about. */
export function goesOn(standing: Standing, operation: 'write' | 'read'): boolean {
  const { deployment, protocol, leader } = standing;
  return continuityOf(groupOf(deployment, protocol), leader)[operation].contains(upMask(standing));
}
