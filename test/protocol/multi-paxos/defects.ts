import { PROMISE } from '../../../src/protocol/multi-paxos/ballot.js';
import type { Following, Promised } from '../../../src/protocol/multi-paxos/messages.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';
import type { QuorumScheme, QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import { stateOf } from './subject.js';

/** Mistakes that have been made in real implementations, each put into the machine from outside, and what finds it. */
export interface Defect {
  readonly name: string;
  readonly alteration: Alteration;
  readonly found: Random | { readonly by: 'exhaustive' } | Scripted;
}

interface Random {
  readonly by: 'random';
  readonly reads: 'leader-lease' | 'read-index' | 'consensus';
  /** Within so many seeds. */
  readonly seeds: number;
}

/** Too rare for random schedules: a script in which c9 reads 7 although c2 was told that 8 is written. */
export interface Scripted {
  readonly by: 'script';
  readonly script: string;
}

/** Deposed at 2500 ms, r0 still counts its lease of 900 ms from 1700 ms, when the answers of 1000 ms reached it. */
const LATE_ANSWERS = `
> setup n=3 leader=r0 reads=leader-lease heartbeat=1000
> start
> settle
> request r0 c1#1 write k1=7
> settle
> wait 1000ms
> deliver heartbeat
> cut r0
> wait 700ms
> deliver following
> wait 800ms
> settle
> request r1 c2#1 write k1=8
> settle
> request r0 c9#1 read k1`;

/** r2 has told r0 at 1000 ms that it follows, restarts, and promises r1 at 1500 ms. r0 has its lease until 1900 ms. */
const FORGETFUL_ACCEPTOR = `
> setup n=3 leader=r0 reads=leader-lease heartbeat=1000
> start
> settle
> request r0 c1#1 write k1=7
> settle
> wait 1000ms
> lose heartbeat r0>r1
> settle
> wait 500ms
> lose prepare r1>r0
> crash r2
> restart r2
> cut r0
> request r1 c2#1 write k1=8
> settle
> request r0 c9#1 read k1`;

export const DEFECTS: readonly Defect[] = [
  {
    name: 'answering before the disk has it',
    found: { by: 'random', reads: 'consensus', seeds: 400 },
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
    found: { by: 'random', reads: 'consensus', seeds: 400 },
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase2: oneShort(setup.quorum.phase2) } }),
    },
  },
  {
    name: 'phase-1 quorums one replica short',
    found: { by: 'random', reads: 'consensus', seeds: 400 },
    alteration: {
      setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, phase1: oneShort(setup.quorum.phase1) } }),
    },
  },
  {
    name: 'a promise forgotten in a restart',
    found: { by: 'exhaustive' },
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key !== PROMISE)) },
  },
  {
    name: 'an accepted entry forgotten in a restart',
    found: { by: 'random', reads: 'consensus', seeds: 400 },
    alteration: { durable: (durable) => new Map([...durable].filter(([key]) => key < 0)) },
  },
  {
    name: 'adopting the value of the lowest ballot',
    found: { by: 'random', reads: 'consensus', seeds: 2000 },
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'promise') return body;
        const { entries } = body as Promised;
        const upsideDown = entries.map((entry) => entry && { ...entry, ballot: 2 ** 22 - entry.ballot });
        return { ...(body as Promised), entries: upsideDown };
      },
    },
  },
  {
    name: 'adopting nothing, filling all with no-ops',
    found: { by: 'random', reads: 'consensus', seeds: 400 },
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'promise') return body;
        const { entries } = body as Promised;
        return {
          ...body,
          entries: entries.map((entry) => entry && { ...entry, command: NO_OP }),
        };
      },
    },
  },
  {
    name: 'the session table forgotten by a new leader',
    found: { by: 'random', reads: 'consensus', seeds: 400 },
    alteration: {
      after: (machine) => {
        if (!machine.leads && stateOf(machine).heardFrom !== -1) return;
        if (stateOf(machine).office?.round === 1) stateOf(machine).sessions.clear();
      },
    },
  },
  {
    name: 'a lease counted from the reception of the answer',
    found: { by: 'script', script: LATE_ANSWERS },
    alteration: {
      message: (_from, body, effects) => {
        return body.type === 'following' ? ({ ...body, sentAt: effects.now } as Following) : body;
      },
    },
  },
  {
    name: 'a lease forgotten by an acceptor that restarts',
    found: { by: 'script', script: FORGETFUL_ACCEPTOR },
    alteration: {
      afterRestart: (machine) => {
        stateOf(machine).heardAt = Number.NEGATIVE_INFINITY;
      },
    },
  },
  {
    name: 'reads by a new leader before it has executed what it adopted',
    found: { by: 'random', reads: 'leader-lease', seeds: 400 },
    alteration: {
      after: (machine) => {
        const { office } = stateOf(machine);
        if (office !== null) office.barrier = 0;
      },
    },
  },
  {
    name: 'reads without asking whether one still leads',
    found: { by: 'random', reads: 'read-index', seeds: 400 },
    alteration: {
      after: (machine) => {
        stateOf(machine).office?.answered.fill(Number.POSITIVE_INFINITY);
      },
    },
  },
];

/** Contains a quorum as soon as one more replica would make it one. */
function oneShort(system: QuorumSystem): QuorumScheme['phase1'] {
  const contains = (set: number): boolean => system.members.some((_, i) => system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
