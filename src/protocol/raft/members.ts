import { eachMinimalQuorum } from '../../quorum/minimal-quorums.js';
import { resilience } from '../../quorum/resilience.js';
import { majoritySize } from '../../quorum/sizes.js';
import type { QuorumScheme, QuorumSystem } from '../../quorum/system.js';
import { configurationOf, everyone } from './log.js';
import type { Office, Replica } from './state.js';

/**
 * Who is in the group, and what its quorums are. Sets are masks: bit i is replica i.
 *
 * While all replicas are in, quorums are those of the deployment. Of a smaller group they are
 *   where the deployment asks for majorities: the majorities of the group;
 *   else: the deployment's quorums that do without those who are out (`without` of the quorum room).
 * Either way every two quorums of one group have a common member wherever the deployment's have, and so have a quorum of
 * one group and one of a group that differs by one member: the first by counting (dissertation §4.1, Figure 4.3), the
 * second because both are quorums of the deployment. That is what makes changes by one member at a time safe.
 */

export function isIn(set: number, replica: number): boolean {
  return ((set >>> replica) & 1) === 1;
}

/** Those in the group in use; it is in use from the moment it is in the log (§4.1). */
export function membersOf({ state }: Replica): number {
  return configurationOf(state.log).members;
}

/** Do those of the set that are in the group in use contain a quorum of it? */
export function isQuorum(replica: Replica, phase: 'phase1' | 'phase2', set: number): boolean {
  return isQuorumOf(replica, membersOf(replica), phase, set);
}

/** Has a group of these any quorums? */
export function hasQuorums(replica: Replica, members: number): boolean {
  return (
    members !== 0 &&
    isQuorumOf(replica, members, 'phase1', members) &&
    isQuorumOf(replica, members, 'phase2', members)
  );
}

function isQuorumOf({ setup }: Replica, members: number, phase: 'phase1' | 'phase2', set: number): boolean {
  const system = setup.quorum[phase];
  if (members === everyone(setup.n)) return system.contains(set);
  const voters = set & members;
  return isMajority(setup.quorum) ? 2 * count(voters) > count(members) : system.contains(voters);
}

/** Are the quorums of both phases majorities, in whatever words the deployment says so? */
function isMajority(scheme: QuorumScheme): boolean {
  let known = majorities.get(scheme);
  if (known === undefined) {
    known = isMajoritySystem(scheme.phase1) && isMajoritySystem(scheme.phase2);
    majorities.set(scheme, known);
  }
  return known;
}

/** Looked into once for each scheme, and not before somebody is out. */
const majorities = new WeakMap<QuorumScheme, boolean>();

/** All sets of that many are quorums, and no smaller one is. */
function isMajoritySystem(system: QuorumSystem): boolean {
  const n = system.members.length;
  const [smallest] = eachMinimalQuorum(system);
  return smallest?.length === majoritySize(n) && resilience(system) === n - majoritySize(n);
}

function count(set: number): number {
  let size = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) size++;
  return size;
}

/** To whom a leader sends its log: the group, and its guests. */
export function audienceOf(replica: Replica, { guests }: Office): number {
  return membersOf(replica) | guests;
}

/** Are we out of the group, for good as far as our log tells? Until the change is committed we may still be needed (§4.2.2). */
export function isRemoved({ state, setup }: Replica): boolean {
  const { slot, members } = configurationOf(state.log);
  return !isIn(members, setup.self) && slot < state.commit;
}

/** A replica that has executed its own removal need hear no more. */
export function letGo({ state }: Replica, office: Office, replica: number): void {
  const { slot, members } = configurationOf(state.log);
  if (isIn(members, replica) || state.wanted.get(replica) === true) return;
  if (office.executed[replica] > slot) office.guests &= ~(1 << replica);
}
