import type { MachineSetup, MemberSetup } from './contract/machine.js';
import { hasVote, holdsData, keepsLog, mayLead } from './needs.js';

/** The members of a group by what they do, as sets: bit i is replica i. */
export interface MemberMasks {
  /** They elect: all but learners. */
  readonly electors: number;
  /** They get the log: all but arbiters. */
  readonly keepers: number;
  /** They execute it, and may serve clients: voters and learners. */
  readonly holders: number;
  /** They may be elected. */
  readonly candidates: number;
}

const known = new WeakMap<readonly MemberSetup[], MemberMasks>();

/** Worked out once for each group. */
export function masksOf({ members }: Pick<MachineSetup, 'members'>): MemberMasks {
  let masks = known.get(members);
  if (masks === undefined) {
    const those = (holds: (member: MemberSetup) => boolean): number =>
      members.reduce((mask, member, i) => (holds(member) ? mask | (1 << i) : mask), 0);
    masks = {
      electors: those(hasVote),
      keepers: those(keepsLog),
      holders: those(holdsData),
      candidates: those(mayLead),
    };
    known.set(members, masks);
  }
  return masks;
}

/** Is this replica in a set? */
export function has(set: number, replica: number): boolean {
  return ((set >>> replica) & 1) === 1;
}

/** Does this replica itself do what a set is about? */
export function isAmong(set: number, { self }: Pick<MachineSetup, 'self'>): boolean {
  return has(set, self);
}
