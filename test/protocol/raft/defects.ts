import type {
  Append,
  Following,
  Heartbeat,
  PreVote,
  RequestVote,
} from '../../../src/protocol/raft/messages.js';
import { BALLOT } from '../../../src/protocol/raft/records.js';
import type { QuorumScheme, QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import { stateOf } from './subject.js';

/** Mistakes that have been made in real implementations, each put into the machine from outside. */
export interface Defect {
  readonly name: string;
  readonly alteration: Alteration;
  readonly reads: 'leader-lease' | 'read-index' | 'consensus';
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'answering before the disk has it',
    reads: 'consensus',
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
    reads: 'consensus',
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase2: oneShort(setup.quorum.phase2) } }),
    },
  },
  {
    name: 'phase-1 quorums one replica short: two leaders in one term',
    reads: 'consensus',
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase1: oneShort(setup.quorum.phase1) } }),
    },
  },
  {
    name: 'the log forgotten in a restart',
    reads: 'consensus',
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key < 0)) },
  },
  {
    name: 'the term and the vote forgotten in a restart',
    reads: 'consensus',
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key !== BALLOT)) },
  },
  {
    name: 'votes without regard to whose log is behind (§5.4.1)',
    reads: 'consensus',
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'request-vote' && body.type !== 'pre-vote') return body;
        return { ...(body as PreVote | RequestVote), end: 1e6, last: 1e6 };
      },
    },
  },
  {
    name: 'appending without the consistency check (§5.3)',
    reads: 'consensus',
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type !== 'append' && body.type !== 'heartbeat') return body;
        const { log } = stateOf(machine);
        const { from } = body as Append | Heartbeat;
        const i = from - log.base - 1;
        const found = i < 0 ? log.baseTerm : log.entries[i]?.term;
        return found === undefined ? body : { ...(body as Append | Heartbeat), previous: found };
      },
    },
  },
  {
    name: 'the session table forgotten by a new leader',
    reads: 'consensus',
    alteration: {
      after: (machine) => {
        const { office, sessions } = stateOf(machine);
        if (office?.round === 1) sessions.clear();
      },
    },
  },
  {
    name: 'reads by a new leader before its first entry is committed (§6.4)',
    reads: 'leader-lease',
    alteration: {
      after: (machine) => {
        const { office } = stateOf(machine);
        if (office !== null) office.barrier = 0;
      },
    },
  },
  {
    name: 'reads without asking whether one still leads (§6.4)',
    reads: 'read-index',
    alteration: {
      after: (machine) => {
        stateOf(machine).office?.answered.fill(Number.POSITIVE_INFINITY);
      },
    },
  },
  {
    name: 'a lease that never ends',
    reads: 'leader-lease',
    alteration: {
      message: (_from, body) => (body.type === 'following' ? ({ ...body, sentAt: 1e9 } as Following) : body),
    },
  },
];

/** Contains a quorum as soon as one more replica would make it one. */
function oneShort(system: QuorumSystem): QuorumScheme['phase1'] {
  const contains = (set: number): boolean => system.members.some((_, i) => system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
