import { endOf } from '../../../src/protocol/log/stretch.js';
import { EPOCH } from '../../../src/protocol/primary-backup/epoch.js';
import { epochBefore } from '../../../src/protocol/primary-backup/log.js';
import type { Append, Holding } from '../../../src/protocol/primary-backup/messages.js';
import {
  type Defect,
  executingCopies,
  forgottenInRestart,
  type InSchedules,
  notWaitingForTheDisk,
  oneShort,
} from '../defect.js';
import type { OperatedPlan } from './operated-schedule.js';
import { stateOf } from './subject.js';

/** Without a takeover, or with an operator of this kind. */
interface Operated {
  readonly operator?: OperatedPlan['operator'];
}

export const DEFECTS: readonly Defect<InSchedules & Operated>[] = [
  { ...executingCopies(), found: { by: 'random schedules', seeds: 300 } },
  {
    name: 'acting before the disk has it',
    wrong: 'a crash makes a replica forget what was counted',
    check: 'durability',
    found: { by: 'random schedules', seeds: 300 },
    alteration: notWaitingForTheDisk(),
  },
  {
    name: 'quorums one backup short',
    wrong: 'a write is acknowledged that too few have',
    check: 'durability',
    found: { by: 'random schedules', seeds: 300 },
    alteration: {
      setup: (setup) => ({
        ...setup,
        quorum: { ...setup.quorum, phase2: oneShort(setup.quorum.phase2, 1 << setup.self) },
      }),
    },
  },
  {
    name: 'a log forgotten in a restart',
    wrong: 'the primary counts on what a backup no longer has',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 300 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  {
    name: 'a restart that is no new epoch',
    wrong: 'what the primary had sent before the crash is taken for what it sends after',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 300 },
    alteration: {
      afterRestart: (machine) => {
        const state = stateOf(machine);
        if (state.rising !== 0) state.epoch -= state.epoch % 2 ** 20;
      },
    },
  },
  {
    name: 'a backup that never looks whether what it has fits what it gets',
    wrong: 'it keeps what an earlier primary sent it, and executes that',
    check: 'agreement',
    found: { by: 'random schedules', operator: 'careful', seeds: 300 },
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
    wrong: 'what was acknowledged is lost',
    check: 'agreement',
    found: { by: 'random schedules', operator: 'careful', seeds: 300 },
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'holding') return body;
        return { ...(body as Holding), last: 0, end: 0, entries: [] } as Holding;
      },
    },
  },
  {
    name: 'a primary that goes on when another takes over',
    wrong: 'two primaries acknowledge writes',
    check: 'agreement',
    found: { by: 'random schedules', quorum: { threshold: 1 }, operator: 'gentle', seeds: 300 },
    alteration: {
      message: (_from, body, _effects, machine) =>
        machine.leads && ['survey', 'stale'].includes(body.type) ? { type: 'nothing' } : body,
    },
  },
  {
    name: 'a primary that was replaced, and forgets that in a restart',
    wrong: 'two primaries acknowledge writes',
    check: 'reads',
    also: 'agreement',
    found: { by: 'random schedules', quorum: { threshold: 1 }, operator: 'gentle', seeds: 300 },
    alteration: forgottenInRestart((key) => key === EPOCH),
  },
];
