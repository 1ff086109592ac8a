import type { Machine } from '../../../src/protocol/contract.js';
import { chosenAt, entryAt, type Log, logEnd } from '../../../src/protocol/mencius/log.js';
import type { Accepted, Promised } from '../../../src/protocol/mencius/messages.js';
import { ownerOfVotes } from '../../../src/protocol/mencius/records.js';
import { nextOf } from '../../../src/protocol/mencius/slots.js';
import type { State } from '../../../src/protocol/mencius/state.js';
import type { QuorumScheme, QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import { stateOf } from './subject.js';

/** Mistakes that are easily made, each put into the machine from outside, and what finds it. */
export interface Defect {
  readonly name: string;
  readonly alteration: Alteration;
  /** By random schedules within so many seeds: what the violation found first is one of. */
  readonly seeds: number;
  readonly check: 'agreement' | 'order' | 'durability';
  /** In machines that know of commuting commands. */
  readonly commuting?: true;
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'answering before the disk has it',
    seeds: 100,
    check: 'durability',
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
    name: 'phase-2 quorums one replica short',
    seeds: 100,
    check: 'durability',
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase2: oneShort(setup.quorum.phase2) } }),
    },
  },
  {
    name: 'phase-1 quorums one replica short',
    seeds: 400,
    check: 'agreement',
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase1: oneShort(setup.quorum.phase1) } }),
    },
  },
  {
    name: 'promises and revocations forgotten in a restart',
    seeds: 2000,
    check: 'durability',
    alteration: {
      durable: (durable) => new Map([...durable].filter(([key]) => key >= 0 || ownerOfVotes(key) < 0)),
    },
  },
  {
    name: 'suggestions forgotten in a restart',
    seeds: 400,
    check: 'agreement',
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key < 0)) },
  },
  {
    name: 'own slots above what is on disk taken for unused after a restart',
    seeds: 400,
    check: 'agreement',
    alteration: {
      afterRestart: (machine) => {
        const state = stateOf(machine);
        const n = state.votes.length;
        state.index = nextOf(state.index % n, state.sure, n);
        state.skippedFrom = state.index;
        state.unsettled = 0;
        state.revocations.fill(null);
      },
    },
  },
  {
    name: 'revoking with no-ops, whatever the owner suggested',
    seeds: 100,
    check: 'agreement',
    alteration: {
      message: (_from, body) =>
        body.type === 'promise' ? { ...(body as Promised), suggested: [], ranges: [] } : body,
    },
  },
  {
    name: 'suggestions accepted in slots whose revocation was promised',
    seeds: 400,
    check: 'agreement',
    alteration: {
      after: (machine) => {
        for (const votes of stateOf(machine).votes) votes.to = 0;
      },
    },
  },
  {
    name: 'skips told that reach over slots in use',
    seeds: 100,
    check: 'agreement',
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
    seeds: 100,
    check: 'agreement',
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
    seeds: 100,
    check: 'agreement',
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
    seeds: 100,
    check: 'order',
    commuting: true,
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
    seeds: 100,
    check: 'order',
    commuting: true,
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
  return { state, self, first: nextOf(self, Math.max(state.skippedFrom, state.executed), n) };
}

function isUnknown(log: Log, slot: number): boolean {
  return chosenAt(log, slot) === null && entryAt(log, slot) === null;
}

/** Contains a quorum as soon as one more replica would make it one. */
function oneShort(system: QuorumSystem): QuorumScheme['phase1'] {
  const contains = (set: number): boolean => system.members.some((_, i) => system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
