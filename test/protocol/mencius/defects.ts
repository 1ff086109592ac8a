import type { Accepted, Promised } from '../../../src/protocol/mencius/messages.js';
import { ownerOfVotes } from '../../../src/protocol/mencius/records.js';
import { nextOf } from '../../../src/protocol/mencius/slots.js';
import type { QuorumScheme, QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import { stateOf } from './subject.js';

/** Mistakes that are easily made, each put into the machine from outside, and what finds it. */
export interface Defect {
  readonly name: string;
  readonly alteration: Alteration;
  /** By random schedules within so many seeds. */
  readonly seeds: number;
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'answering before the disk has it',
    seeds: 100,
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
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase2: oneShort(setup.quorum.phase2) } }),
    },
  },
  {
    name: 'phase-1 quorums one replica short',
    seeds: 400,
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase1: oneShort(setup.quorum.phase1) } }),
    },
  },
  {
    name: 'promises and revocations forgotten in a restart',
    seeds: 2000,
    alteration: {
      durable: (durable) => new Map([...durable].filter(([key]) => key >= 0 || ownerOfVotes(key) < 0)),
    },
  },
  {
    name: 'suggestions forgotten in a restart',
    seeds: 400,
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key < 0)) },
  },
  {
    name: 'own slots above what is on disk taken for unused after a restart',
    seeds: 400,
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
    alteration: {
      message: (_from, body) =>
        body.type === 'promise' ? { ...(body as Promised), suggested: [], ranges: [] } : body,
    },
  },
  {
    name: 'suggestions accepted in slots whose revocation was promised',
    seeds: 400,
    alteration: {
      after: (machine) => {
        for (const votes of stateOf(machine).votes) votes.to = 0;
      },
    },
  },
  {
    name: 'skips told that reach over slots in use',
    seeds: 100,
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
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type !== 'accepted') return body;
        const { skip } = body as Accepted;
        return { ...body, skip: { from: skip.from, to: skip.to + stateOf(machine).votes.length } };
      },
    },
  },
];

/** Contains a quorum as soon as one more replica would make it one. */
function oneShort(system: QuorumSystem): QuorumScheme['phase1'] {
  const contains = (set: number): boolean => system.members.some((_, i) => system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
