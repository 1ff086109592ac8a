import { EPOCH } from '../../../src/protocol/primary-backup/epoch.js';
import { endOf, epochBefore } from '../../../src/protocol/primary-backup/log.js';
import type { Append, Holding } from '../../../src/protocol/primary-backup/messages.js';
import type { QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import type { OperatedPlan } from './operated-schedule.js';
import { stateOf } from './subject.js';

/** Mistakes put into the machine from outside, and how many schedules it may take to find them. */
export interface Defect {
  readonly name: string;
  readonly alteration: Alteration;
  /** Without a takeover, or with an operator of this kind. */
  readonly where: 'alone' | OperatedPlan['operator'];
  readonly quorum?: unknown;
  readonly seeds: number;
}

export const DEFECTS: readonly Defect[] = [
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
    where: 'careful',
    seeds: 300,
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type !== 'append') return body;
        const message = body as Append;
        const { log } = stateOf(machine);
        if (message.first > endOf(log) || message.first < log.base) return body;
        return { ...message, prev: epochBefore(log, message.first) };
      },
    },
  },
  {
    name: 'a takeover with its own log, though another’s is more recent',
    where: 'careful',
    seeds: 300,
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'holding') return body;
        return { ...(body as Holding), last: 0, end: 0, entries: [] } as Holding;
      },
    },
  },
  {
    name: 'a primary that goes on when another takes over',
    where: 'gentle',
    quorum: { threshold: 1 },
    seeds: 300,
    alteration: {
      message: (_from, body, _effects, machine) =>
        machine.leads && ['survey', 'stale'].includes(body.type) ? { type: 'nothing' } : body,
    },
  },
  {
    name: 'a primary that was replaced, and forgets that in a restart',
    where: 'gentle',
    quorum: { threshold: 1 },
    seeds: 300,
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key !== EPOCH)) },
  },
];

/** Contains a quorum as soon as one more member, other than those in `but`, would make it one. */
function oneShort(system: QuorumSystem, but: number): QuorumSystem {
  const contains = (set: number): boolean =>
    system.members.some((_, i) => 1 << i !== but && system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
