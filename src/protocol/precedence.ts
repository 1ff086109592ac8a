import type { MachineSetup } from './contract/machine.js';
import { masksOf } from './member-masks.js';

/** Members that are preferred as leaders (`MemberSetup.leads`) try first, and get leadership back. */

/**
 * How much longer than its timeout a member waits (ms): once the length of its own range for each distinct `leads` above
 * its own, so that those that are preferred try first. Of those the lost leader does not count.
 */
export function deference({ members, self }: MachineSetup, lost: number | undefined): number {
  const { leads, election } = members[self];
  const higher = new Set<number>();
  for (let i = 0; i < members.length; i++)
    if (i !== lost && members[i].leads > leads) higher.add(members[i].leads);
  return higher.size * (election[1] - election[0]);
}
/** Since when (ms, by the leader's clock) each member has answered without a gap, and when it did last. */
export interface Steadiness {
  readonly steadySince: number[];
  readonly steadyAt: number[];
}

/** Nobody has answered yet. */
export function nobodySteady(n: number): Steadiness {
  return {
    steadySince: new Array<number>(n).fill(Number.POSITIVE_INFINITY),
    steadyAt: new Array<number>(n).fill(Number.NEGATIVE_INFINITY),
  };
}

/** A member has answered a heartbeat. Silence for the shortest election timeout is a gap. */
export function noteSteady(
  setup: MachineSetup,
  { steadySince, steadyAt }: Steadiness,
  from: number,
  now: number,
): void {
  if (now - steadyAt[from] > setup.election[0]) steadySince[from] = now;
  steadyAt[from] = now;
}

/**
 * The member that leadership is due to: of those that come before us and have answered without a gap for as long as the
 * group asks, and just now, the one that comes first. Undefined: none, or leadership stays where it is.
 *
 * @param able those that are up to date (bit i: replica i)
 */
export function rightfulHeir(
  setup: MachineSetup,
  { steadySince, steadyAt }: Steadiness,
  able: number,
  now: number,
): number | undefined {
  const { members, returnsAfter, self, heartbeat } = setup;
  if (returnsAfter === undefined) return undefined;
  const candidates = masksOf(setup).candidates & able;
  let heir = self;
  for (let i = 0; i < members.length; i++) {
    if (((candidates >>> i) & 1) === 0 || members[i].leads <= members[heir].leads) continue;
    if (now - steadySince[i] >= returnsAfter && now - steadyAt[i] <= heartbeat) heir = i;
  }
  return heir === self ? undefined : heir;
}
