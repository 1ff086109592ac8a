import type { MachineSetup, MemberSetup } from '../contract/machine.js';
import { hasVote } from '../needs.js';

/**
 * Slots go round among those that own some (OSDI 2008, §4.1: instance cn + p belongs to server p): all that have a vote, in
 * file order. Learners own none.
 */
interface Turns {
  readonly owners: readonly number[];
  /** Of each replica its place among the owners; −1: it owns nothing. */
  readonly places: readonly number[];
}

type Members = Pick<MachineSetup, 'members'>;

const known = new WeakMap<readonly MemberSetup[], Turns>();

/** Worked out once for each group. */
function turnsOf({ members }: Members): Turns {
  let turns = known.get(members);
  if (turns === undefined) {
    const owners = members.flatMap((member, i) => (hasVote(member) ? [i] : []));
    turns = { owners, places: members.map((_, i) => owners.indexOf(i)) };
    known.set(members, turns);
  }
  return turns;
}

/** From one slot of an owner to its next. */
export function strideOf(group: Members): number {
  return turnsOf(group).owners.length;
}

export function ownsSlots(group: Members, replica: number): boolean {
  return turnsOf(group).places[replica] >= 0;
}

/** The replica that the slot belongs to. */
export function ownerOf(slot: number, group: Members): number {
  const { owners } = turnsOf(group);
  return owners[slot % owners.length];
}

/** The first slot of `owner`, which owns some, at or above `slot`. */
export function nextOf(owner: number, slot: number, group: Members): number {
  const { owners, places } = turnsOf(group);
  const n = owners.length;
  return slot + ((((places[owner] - slot) % n) + n) % n);
}
