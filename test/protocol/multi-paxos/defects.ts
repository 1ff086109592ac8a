import { PROMISE } from '../../../src/protocol/multi-paxos/ballot.js';
import type { Following, Heartbeat, Promised } from '../../../src/protocol/multi-paxos/messages.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';
import {
  type Defect,
  executingCopies,
  forgottenInRestart,
  type InExploration,
  type InSchedules,
  type InScript,
  notWaitingForTheDisk,
  type Staged,
  shortOf,
} from '../defect.js';
import { roleDefects } from '../role-defects.js';
import { ISOLATING } from '../weather.js';
import { stateOf } from './subject.js';

/** A script in which c9 reads 7 although c2 was told that 8 is written. Deposed at 2500 ms, r0 still counts its lease of 900 ms from 1700 ms, when the answers of 1000 ms reached it. */
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

/** Mistakes that have been made in real implementations. */
/** Mistakes in keeping to roles. */
const OF_ROLES = roleDefects({
  servesAtOnce: {
    message: (_from, body) => (body.type === 'promise' ? ({ ...body, left: 0 } as Promised) : body),
    after: (machine) => {
      const state = stateOf(machine);
      state.leasesEnd = Number.NEGATIVE_INFINITY;
      if (state.office !== null) state.office.servesFrom = Number.NEGATIVE_INFINITY;
    },
  },
  cutsAsOthers: {
    message: (_from, body, _effects, machine) =>
      body.type === 'heartbeat'
        ? ({ ...body, cut: Math.max(0, stateOf(machine).executed - 3) } as Heartbeat)
        : body,
  },
});

export const DEFECTS: readonly Defect<InSchedules | InExploration | InScript | Staged>[] = [
  ...OF_ROLES,
  { ...executingCopies(), found: { by: 'random schedules', reads: 'consensus', seeds: 400 } },
  {
    name: 'answering before the disk has it',
    wrong: 'a crash makes an acceptor forget what was counted',
    check: 'durability',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: notWaitingForTheDisk(),
  },
  {
    name: 'phase-2 quorums one replica short',
    wrong: 'a value counts as chosen that a phase-1 quorum need not hear of',
    check: 'durability',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: shortOf('phase2'),
  },
  {
    name: 'phase-1 quorums one replica short',
    wrong: 'a new leader need not hear of what was chosen',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: shortOf('phase1'),
  },
  {
    name: 'a promise forgotten in a restart',
    wrong: 'an acceptor accepts in a ballot below one it has promised',
    check: 'durability',
    found: { by: 'exhaustive exploration' },
    alteration: forgottenInRestart((key) => key === PROMISE),
  },
  {
    name: 'an accepted entry forgotten in a restart',
    wrong: 'a new leader does not hear of what was chosen',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  {
    name: 'adopting the value of the lowest ballot',
    wrong: 'a new leader proposes again what was never chosen, in place of what was',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', weather: ISOLATING, seeds: 400 },
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
    wrong: 'a new leader overwrites what was chosen',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
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
    wrong: 'a command chosen twice is executed twice',
    check: 'once',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: {
      after: (machine) => {
        if (!machine.leads && stateOf(machine).heardFrom !== -1) return;
        if (stateOf(machine).office?.round === 1) stateOf(machine).sessions.clear();
      },
    },
  },
  {
    name: 'a lease counted from the reception of the answer',
    wrong: 'it is still held when another may lead',
    check: 'reads',
    found: { by: 'a script', script: LATE_ANSWERS },
    alteration: {
      message: (_from, body, effects) => {
        return body.type === 'following' ? ({ ...body, sentAt: effects.now } as Following) : body;
      },
    },
  },
  {
    name: 'a lease forgotten by an acceptor that restarts',
    wrong: 'it promises another leader while the old one still answers reads',
    check: 'reads',
    found: { by: 'a script', script: FORGETFUL_ACCEPTOR },
    alteration: {
      afterRestart: (machine) => {
        stateOf(machine).heardAt = Number.NEGATIVE_INFINITY;
      },
    },
  },
  {
    name: 'reads by a new leader before it has executed what it adopted',
    wrong: 'it answers from a store that lacks what was acknowledged',
    check: 'reads',
    found: { by: 'random schedules', reads: 'leader-lease', seeds: 400 },
    alteration: {
      after: (machine) => {
        const { office } = stateOf(machine);
        if (office !== null) office.barrier = 0;
      },
    },
  },
  {
    name: 'reads without asking whether one still leads',
    wrong: 'a leader that was replaced answers from the past',
    check: 'reads',
    found: { by: 'random schedules', reads: 'read-index', seeds: 400 },
    alteration: {
      after: (machine) => {
        stateOf(machine).office?.answered.fill(Number.POSITIVE_INFINITY);
      },
    },
  },
];
