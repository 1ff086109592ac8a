import { describe, expect, it } from 'vitest';
import { epochBefore } from '../../../src/protocol/primary-backup/log.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import type { Append } from '../../../src/protocol/primary-backup/messages.js';
import type { QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, altered, passOn } from '../altered.js';
import { runSchedule } from '../schedule.js';
import { type OperatedPlan, runOperated } from './operated-schedule.js';
import { primaryBackupSubject, stateOf } from './subject.js';

/** Mistakes put into the machine from outside, and how many schedules it may take to find them. */
interface Defect {
  readonly name: string;
  readonly alteration: Alteration;
  /** Without a takeover, or with an operator who does everything right. */
  readonly where: 'alone' | 'operated';
  readonly seeds: number;
}

const DEFECTS: readonly Defect[] = [
  {
    name: 'acting before the disk has it',
    where: 'alone',
    seeds: 300,
    alteration: {
      effects: (effects, machine) => ({
        ...passOn(effects),
        get now() {
          return effects.now;
        },
        persist(key, record, token) {
          effects.persist(key, record, token);
          machine.durable(token, effects);
        },
      }),
    },
  },
  {
    name: 'quorums one backup short',
    where: 'alone',
    seeds: 300,
    alteration: {
      setup: (setup) => ({
        ...setup,
        quorum: { ...setup.quorum, phase2: oneShort(setup.quorum.phase2, 1 << setup.self) },
      }),
    },
  },
  {
    name: 'a log forgotten in a restart',
    where: 'alone',
    seeds: 300,
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key < 0)) },
  },
  {
    name: 'a restart that is no new epoch',
    where: 'alone',
    seeds: 300,
    alteration: {
      afterRestart: (machine) => {
        const state = stateOf(machine);
        if (state.rising !== 0) state.epoch -= state.epoch % 2 ** 20;
      },
    },
  },
  {
    name: 'a backup that never looks whether what it has fits what it gets',
    where: 'operated',
    seeds: 300,
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type !== 'append') return body;
        const message = body as Append;
        const { log } = stateOf(machine);
        if (message.first > log.entries.length) return body;
        return { ...message, prev: epochBefore(log, message.first) };
      },
    },
  },
];

/** Contains a quorum as soon as one more member, other than those in `but`, would make it one. */
function oneShort(system: QuorumSystem, but: number): QuorumSystem {
  const contains = (set: number): boolean =>
    system.members.some((_, i) => 1 << i !== but && system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}

function violations({ where, seeds }: Defect, alteration: Alteration): string[] {
  const factory = altered(primaryBackupMachine(), alteration);
  for (let seed = 1; seed <= seeds; seed++) {
    const disk = seed % 2 === 0 ? 'serial' : 'parallel';
    const found =
      where === 'alone'
        ? runSchedule(
            { seed, n: 3, quorum: { threshold: 2 }, reads: 'leader-lease', disk },
            { ...primaryBackupSubject, factory },
          ).violations
        : runOperated({
            seed,
            n: 3,
            quorum: { threshold: 2 },
            disk,
            operator: 'careful',
            factory,
          } as OperatedPlan).violations;
    const real = found.filter((what) => !what.startsWith('liveness'));
    if (real.length > 0) return real;
  }
  return [];
}

describe('the checks bite: random schedules find', () => {
  for (const defect of DEFECTS) {
    it(`${defect.name}, and nothing without it`, () => {
      expect(violations(defect, defect.alteration)).not.toEqual([]);
      expect(violations({ ...defect, seeds: 50 }, {})).toEqual([]);
    });
  }
});
