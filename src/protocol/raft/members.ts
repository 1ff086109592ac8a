import { eachMinimalQuorum } from '../../quorum/minimal-quorums.js';
import { resilience } from '../../quorum/resilience.js';
import { setSize } from '../../quorum/set-size.js';
import { majoritySize } from '../../quorum/sizes.js';
import type { QuorumScheme, QuorumSystem } from '../../quorum/system.js';
import type { MachineSetup } from '../contract/machine.js';
import { has, masksOf } from '../member-masks.js';
import { configurationOf, everyone } from './log.js';
import type { Office, Replica } from './state.js';

/**
 * Who is in the group, and what its quorums are. Sets are masks: bit i is replica i.
 *
 * While all replicas are in, quorums are those of the deployment. Of a smaller group they are
 *   where the deployment asks for majorities: the majorities of its members that have a vote, and of those that keep the
 *     log as many, where it is about an entry;
 *   else: the deployment's quorums that do without those who are out (`without` of the quorum room).
 * Either way every two quorums of one group have a common member wherever the deployment's have, and so have a quorum of
 * one group and one of a group that differs by one member: the first by counting (dissertation §4.1, Figure 4.3), the
 * second because both are quorums of the deployment. That is what makes changes by one member at a time safe.
 */

/** Those in the group in use; it is in use from the moment it is in the log (§4.1). */
export function membersOf({ state }: Replica): number {
  return configurationOf(state.log).members;
}

/** Do those of the set that are in the group in use contain a quorum of it? */
export function isQuorum(replica: Replica, phase: 'phase1' | 'phase2', set: number): boolean {
  return isQuorumOf(replica, membersOf(replica), phase, set);
}

/** Those in the group that have a vote. */
export function electorsOf(replica: Replica): number {
  return membersOf(replica) & masksOf(replica.setup).electors;
}

/** Has a group of these any quorums, and somebody who may lead? */
export function hasQuorums(replica: Replica, members: number): boolean {
  return (
    (members & masksOf(replica.setup).candidates) !== 0 &&
    isQuorumOf(replica, members, 'phase1', members) &&
    isQuorumOf(replica, members, 'phase2', members)
  );
}

function isQuorumOf({ setup }: Replica, members: number, phase: 'phase1' | 'phase2', set: number): boolean {
  const system = setup.quorum[phase];
  if (members === everyone(setup.n)) return system.contains(set);
  const among = set & members;
  if (!isMajority(setup)) return system.contains(among);
  const { electors, keepers } = masksOf(setup);
  const counted = among & electors & (phase === 'phase2' ? keepers : electors);
  return 2 * setSize(counted) > setSize(members & electors);
}

/** Are the quorums of both phases majorities, in whatever words the deployment says so? */
function isMajority(setup: MachineSetup): boolean {
  const { quorum } = setup;
  let known = majorities.get(quorum);
  if (known === undefined) {
    const { electors, keepers } = masksOf(setup);
    const size = majoritySize(setSize(electors));
    known = areAll(quorum.phase1, size, electors) && areAll(quorum.phase2, size, electors & keepers);
    majorities.set(quorum, known);
  }
  return known;
}

/** Looked into once for each scheme, and not before somebody is out. */
const majorities = new WeakMap<QuorumScheme, boolean>();

/** All sets of so many of these members are quorums, and no smaller one is. */
function areAll(system: QuorumSystem, size: number, members: number): boolean {
  const [smallest] = eachMinimalQuorum(system);
  return smallest?.length === size && resilience(system) === setSize(members) - size;
}

/** To whom a leader sends heartbeats: the group, and its guests. */
export function audienceOf(replica: Replica, { guests }: Office): number {
  return membersOf(replica) | guests;
}

/** To whom it sends its log: all of them but arbiters. */
export function keepersOf(replica: Replica, office: Office): number {
  return audienceOf(replica, office) & masksOf(replica.setup).keepers;
}

/** Are we out of the group, for good as far as our log tells? Until the change is committed we may still be needed (§4.2.2). */
export function isRemoved({ state, setup }: Replica): boolean {
  const { slot, members } = configurationOf(state.log);
  return !has(members, setup.self) && slot < state.commit;
}

/** A replica that has executed its own removal need hear no more. */
export function letGo({ state, setup }: Replica, office: Office, replica: number): void {
  const { slot, members } = configurationOf(state.log);
  if (has(members, replica) || state.wanted.get(replica) === true) return;
  const knows = has(masksOf(setup).keepers, replica) ? office.executed[replica] > slot : state.commit > slot;
  if (knows) office.guests &= ~(1 << replica);
}
