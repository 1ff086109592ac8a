import type { QuorumKind } from './replay.js';

/** Those of these groups, with fewer schedules each: of a protocol that obeys some of the roles. */
export function groupsOf(
  share: number,
  ...names: readonly string[]
): readonly (QuorumKind & { share: number })[] {
  const missing = names.filter((name) => GROUPS.every((group) => group.name !== name));
  if (missing.length > 0) throw new RangeError(`no group is called ${missing.join()}`);
  return GROUPS.filter(({ name }) => names.includes(name)).map((group) => ({ ...group, share }));
}

/** Groups whose members have roles; elections in schedules take 80 to 160 ms. */
export const GROUPS: readonly QuorumKind[] = [
  { name: 'learner', n: 4, quorum: 'majority', members: { 3: { role: 'learner' } } },
  { name: 'witness', n: 3, quorum: 'majority', members: { 2: { role: 'witness' } } },
  {
    name: 'two-witnesses',
    n: 5,
    quorum: 'majority',
    members: { 1: { role: 'witness' }, 3: { role: 'witness' } },
  },
  { name: 'arbiter', n: 4, quorum: { phase1: 3, phase2: 2 }, members: { 0: { role: 'arbiter' } } },
  { name: 'kept-from-leading', n: 3, quorum: 'majority', members: { 1: { leads: 0 } } },
  {
    name: 'all-roles',
    n: 6,
    quorum: 'majority',
    members: { 0: { leads: 1000 }, 3: { role: 'witness' }, 4: { role: 'arbiter' }, 5: { role: 'learner' } },
    returnsAfter: 60,
  },
  {
    name: 'preferred',
    n: 3,
    quorum: 'majority',
    members: { 0: { leads: 5 }, 1: { leads: 3, election: [40, 60] } },
    returnsAfter: 100,
  },
  { name: 'long-lease', n: 3, quorum: 'majority', leaderLease: 300 },
  {
    name: 'long-lease-preferred',
    n: 5,
    quorum: 'majority',
    members: { 0: { leads: 1000 }, 4: { role: 'witness' } },
    leaderLease: 200,
    returnsAfter: 60,
  },
];
