import type { Machine } from '../../../src/protocol/contract/machine.js';
import { chosenAt, entryAt, type Log, logEnd } from '../../../src/protocol/mencius/log.js';
import type { Accepted, Promised } from '../../../src/protocol/mencius/messages.js';
import { ownerOfVotes } from '../../../src/protocol/mencius/records.js';
import { nextOf } from '../../../src/protocol/mencius/slots.js';
import type { State } from '../../../src/protocol/mencius/state.js';
import {
  type Defect,
  executingCopies,
  forgottenInRestart,
  type InSchedules,
  notWaitingForTheDisk,
  shortOf,
} from '../defect.js';
import { membersOf } from '../subject.js';
import { stateOf } from './subject.js';

export const DEFECTS: readonly Defect<InSchedules>[] = [
  { ...executingCopies(), found: { by: 'random schedules', seeds: 400 } },
  {
    name: 'answering before the disk has it',
    wrong: 'a crash makes an acceptor forget what was counted',
    check: 'durability',
    found: { by: 'random schedules', seeds: 100 },
    alteration: notWaitingForTheDisk(),
  },
  {
    name: 'phase-2 quorums one replica short',
    wrong: 'a suggestion counts as chosen that a revoker need not hear of',
    check: 'durability',
    found: { by: 'random schedules', seeds: 100 },
    alteration: shortOf('phase2'),
  },
  {
    name: 'phase-1 quorums one replica short',
    wrong: 'a revoker need not hear of what was chosen',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: shortOf('phase1'),
  },
  {
    name: 'promises and revocations forgotten in a restart',
    wrong: 'an acceptor accepts a suggestion in a slot that it has promised to a revoker',
    check: 'agreement',
    also: 'durability',
    found: { by: 'random schedules', seeds: 2000 },
    alteration: forgottenInRestart((key) => key < 0 && ownerOfVotes(key) >= 0),
  },
  {
    name: 'suggestions forgotten in a restart',
    wrong: 'a revoker does not hear of what was chosen',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  {
    name: 'own slots above what is on disk taken for unused after a restart',
    wrong: 'an owner suggests something else where it had suggested before',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: {
      afterRestart: (machine) => {
        const state = stateOf(machine);
        const n = state.votes.length;
        state.index = nextOf(state.index % n, state.sure, { members: membersOf(n, [1, 2]) });
        state.skippedFrom = state.index;
        state.unsettled = 0;
        state.revocations.fill(null);
      },
    },
  },
  {
    name: 'revoking with no-ops, whatever the owner suggested',
    wrong: 'a revoker overwrites what was chosen',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      message: (_from, body) =>
        body.type === 'promise' ? { ...(body as Promised), suggested: [], ranges: [] } : body,
    },
  },
  {
    name: 'suggestions accepted in slots whose revocation was promised',
    wrong: 'both the suggestion and the no-op may be chosen',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: {
      after: (machine) => {
        for (const votes of stateOf(machine).votes) votes.to = 0;
      },
    },
  },
  {
    name: 'skips told that reach over slots in use',
    wrong: 'others take slots for skipped in which something was suggested',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'accepted') return body;
        const { skip } = body as Accepted;
        return { ...body, skip: { from: 0, to: skip.to } };
      },
    },
  },
  {
    name: 'a skip taken to reach one turn farther than it was told',
    wrong: 'a slot is taken for skipped in which its owner may still suggest',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type !== 'accepted') return body;
        const { skip } = body as Accepted;
        return { ...body, skip: { from: skip.from, to: skip.to + stateOf(machine).votes.length } };
      },
    },
  },
  {
    name: 'skips told, but not kept to: the slots are used later',
    wrong: 'others have executed them as no-ops',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      after: (machine) => {
        const { state, first, self } = ownSkipped(machine);
        for (let slot = first; slot < state.index; slot += state.votes.length) {
          state.log.chosen[slot - state.log.base] = null;
        }
        state.index = Math.min(state.index, first);
        state.skips[self] = { from: state.skippedFrom, to: state.skippedFrom };
      },
    },
  },
  {
    name: 'commuting: answered although an earlier suggestion, not yet chosen, interferes',
    wrong: 'two writes of one key are executed in different orders',
    check: 'order',
    found: { by: 'random schedules', commuting: true, seeds: 100 },
    alteration: {
      after: (machine) => {
        const { ahead, log } = stateOf(machine);
        for (const [key, slots] of ahead!.pending) {
          ahead!.pending.set(
            key,
            slots.filter((slot) => chosenAt(log, slot) !== null),
          );
        }
      },
    },
  },
  {
    name: 'commuting: answered with a quorum alone, although others have said nothing of slots below',
    wrong: 'something that interferes may come to stand there',
    check: 'order',
    found: { by: 'random schedules', commuting: true, seeds: 100 },
    alteration: {
      after: (machine) => {
        const { ahead, log } = stateOf(machine);
        while (ahead!.heard < logEnd(log) && isUnknown(log, ahead!.heard)) ahead!.heard++;
      },
    },
  },
];

/** The slots that a replica has skipped and not executed. */
function ownSkipped(machine: Machine): { state: State; self: number; first: number } {
  const state = stateOf(machine);
  const n = state.votes.length;
  const self = state.index % n;
  return {
    state,
    self,
    first: nextOf(self, Math.max(state.skippedFrom, state.executed), { members: membersOf(n, [1, 2]) }),
  };
}

function isUnknown(log: Log, slot: number): boolean {
  return chosenAt(log, slot) === null && entryAt(log, slot) === null;
}
