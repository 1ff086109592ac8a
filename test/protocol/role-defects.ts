import type { MachineSetup, MemberSetup } from '../../src/protocol/contract/machine.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import type { Alteration } from './altered.js';
import type { Defect, InSchedules, Staged } from './defect.js';
import { onlyTheWitnessHasIt } from './only-the-witness.js';
import type { Plan } from './plan.js';
import { planOf } from './replay.js';
import { GROUPS } from './roles.js';

/** What a protocol's own messages and state are altered by. */
interface Own {
  /** A new leader that serves at once. */
  readonly servesAtOnce: Alteration;
  /** A witness that is told to cut its log as anybody else. */
  readonly cutsAsOthers: Alteration;
}

/** Mistakes in keeping to roles. */
export function roleDefects({ servesAtOnce, cutsAsOthers }: Own): readonly Defect<InSchedules | Staged>[] {
  const inGroup = (group: string, reads: Plan['reads'] = 'consensus'): InSchedules => ({
    by: 'random schedules',
    group,
    reads,
    seeds: 400,
  });
  return [
    {
      name: 'a learner that votes',
      wrong: 'two sets elect that need not meet, or one that lacks what is committed',
      check: 'agreement',
      found: inGroup('learner'),
      alteration: {
        setup: (setup) => ({
          ...withMember(setup, 3, { role: 'voter', leads: 0 }),
          quorum: { ...setup.quorum, phase1: counting(setup.quorum.phase1, (set) => sizeOf(set) >= 2) },
        }),
      },
    },
    {
      name: 'a witness that serves',
      wrong: 'it executes and answers, and has not all the data',
      check: 'roles',
      found: inGroup('witness'),
      alteration: { setup: (setup) => withMember(setup, 2, { role: 'voter', leads: 0 }) },
    },
    {
      name: 'an arbiter counted among those who acknowledge writes',
      wrong: 'it keeps no log, so a quorum that elects may meet that of a write in nobody who has it',
      check: 'durability',
      found: inGroup('arbiter'),
      alteration: {
        setup: (setup) => {
          const { phase2 } = setup.quorum;
          const keepers = ~1;
          const contains = (set: number): boolean => sizeOf(set & keepers) + 1 >= 2;
          return { ...setup, quorum: { ...setup.quorum, phase2: counting(phase2, contains) } };
        },
      },
    },
    {
      name: 'a new leader that does not wait for the lease of the one before',
      wrong: 'that one goes on answering reads from the past',
      check: 'reads',
      found: inGroup('long-lease', 'leader-lease'),
      alteration: servesAtOnce,
    },
    {
      name: 'a log cut while only a witness has it',
      wrong: 'what a lost leader was told is written there is nowhere from where the next could have it',
      check: 'durability',
      found: { by: 'a staged course of events', play: onlyTheWitnessHasIt },
      alteration: cutsAsOthers,
    },
  ];
}

/** What a random schedule is run in: the named group, or three voters. */
export function planIn(group: string | undefined, choice: Omit<Plan, 'n' | 'quorum'>): Plan {
  return group === undefined ? { n: 3, quorum: 'majority', ...choice } : planOf(GROUPS, group, choice);
}

function withMember(setup: MachineSetup, which: number, change: Partial<MemberSetup>): MachineSetup {
  return { ...setup, members: setup.members.map((one, i) => (i === which ? { ...one, ...change } : one)) };
}

function counting(system: QuorumSystem, contains: (set: number) => boolean): QuorumSystem {
  return { ...system, members: system.members, contains };
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) size++;
  return size;
}
