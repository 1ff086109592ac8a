import { isFast } from '../../../src/protocol/fast-paxos/ballot.js';
import { chosenAt } from '../../../src/protocol/fast-paxos/log.js';
import type { Promised } from '../../../src/protocol/fast-paxos/messages.js';
import { quorumsInUse } from '../../../src/protocol/fast-paxos/quorums.js';
import type { QuorumScheme, QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import { stateOf } from './subject.js';

/** Mistakes that have been made, or are easily made, each put into the machine from outside, and what finds it. */
export interface Defect {
  readonly name: string;
  /** What is wrong with it. */
  readonly wrong: string;
  readonly alteration: Alteration;
  readonly found: {
    readonly by: 'random';
    /** Replicas, and within so many seeds. */
    readonly n: number;
    readonly seeds: number;
    /** What the first word of the violation is, one of these. */
    readonly as: readonly string[];
  };
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'fast quorums one replica short',
    wrong: 'two commands may both get one in a slot, or a coordinator cannot tell which did',
    found: { by: 'random', n: 3, seeds: 400, as: ['agreement', 'durability', 'reads'] },
    alteration: {
      setup: (setup) => ({ ...setup, quorum: withShortFast(setup.quorum) }),
      client: (setup) => ({ ...setup, quorum: withShortFast(setup.quorum) }),
    },
  },
  {
    name: 'a value picked without regard to fast votes',
    wrong: 'what a fast quorum chose before an election is forgotten',
    found: { by: 'random', n: 5, seeds: 400, as: ['agreement', 'durability', 'reads'] },
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'promise') return body;
        const promise = body as Promised;
        const isClassic = (round: number): boolean => !isFast(round);
        const entries = promise.entries.map((entry) => (entry && isClassic(entry.round) ? entry : null));
        return { ...promise, entries } as Promised;
      },
    },
  },
  {
    name: 'an acceptor that votes twice in one fast round of a slot',
    wrong: 'both commands may count its vote',
    found: { by: 'random', n: 3, seeds: 400, as: ['agreement', 'durability', 'reads', 'order'] },
    alteration: {
      after: (machine) => {
        const state = stateOf(machine);
        if (state.open !== state.promised || chosenAt(state.log, state.next - 1) !== null) return;
        if (state.next > state.executed) state.next--;
      },
    },
  },
  {
    name: 'a vote told before the disk has it',
    wrong: 'a crash makes the acceptor forget a vote that was counted',
    found: { by: 'random', n: 3, seeds: 400, as: ['agreement', 'durability', 'reads'] },
    alteration: {
      effects: (effects, machine) => ({
        ...passOn(effects),
        get now() {
          return effects.now;
        },
        persist(key, record, token) {
          effects.persist(key, record, token);
          if (key >= 0) machine.durable(token, effects);
        },
      }),
    },
  },
  {
    name: 'votes forgotten in a restart',
    wrong: 'the acceptor votes again in slots in which its vote was counted',
    found: { by: 'random', n: 3, seeds: 400, as: ['agreement', 'durability', 'reads'] },
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key < 0)) },
  },
  {
    name: 'a session table forgotten by a new coordinator',
    wrong: 'a command chosen twice is executed twice',
    found: { by: 'random', n: 3, seeds: 400, as: ['once', 'reads'] },
    alteration: {
      after: (machine) => {
        const { office, sessions, executed } = stateOf(machine);
        if (office !== null && office.first === executed) sessions.clear();
      },
    },
  },
];

function withShortFast(asked: QuorumScheme): QuorumScheme {
  const scheme = quorumsInUse(asked);
  return { ...scheme, describe: () => scheme.describe(), fast: oneShort(scheme.fast) };
}

/** Contains a quorum as soon as one more replica would make it one. */
function oneShort(system: QuorumSystem): QuorumSystem {
  const contains = (set: number): boolean => system.members.some((_, i) => system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
