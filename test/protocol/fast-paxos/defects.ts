import { isFast } from '../../../src/protocol/fast-paxos/ballot.js';
import { chosenAt } from '../../../src/protocol/fast-paxos/log.js';
import type { Promised } from '../../../src/protocol/fast-paxos/messages.js';
import { quorumsInUse } from '../../../src/protocol/fast-paxos/quorums.js';
import type { QuorumScheme } from '../../../src/quorum/system.js';
import {
  type Defect,
  executingCopies,
  forgottenInRestart,
  type InSchedules,
  notWaitingForTheDisk,
  oneShort,
} from '../defect.js';
import { stateOf } from './subject.js';

export const DEFECTS: readonly Defect<InSchedules>[] = [
  { ...executingCopies(), found: { by: 'random schedules', n: 3, seeds: 400 } },
  {
    name: 'fast quorums one replica short',
    wrong: 'two commands may both get one in a slot, or a coordinator cannot tell which did',
    check: 'reads',
    found: { by: 'random schedules', n: 3, seeds: 400 },
    alteration: {
      setup: (setup) => ({ ...setup, quorum: withShortFast(setup.quorum) }),
      client: (setup) => ({ ...setup, quorum: withShortFast(setup.quorum) }),
    },
  },
  {
    name: 'a value picked without regard to fast votes',
    wrong: 'what a fast quorum chose before an election is forgotten',
    check: 'agreement',
    found: { by: 'random schedules', n: 5, seeds: 400 },
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
    check: 'durability',
    found: { by: 'random schedules', n: 3, seeds: 400 },
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
    check: 'durability',
    found: { by: 'random schedules', n: 3, seeds: 400 },
    alteration: notWaitingForTheDisk((key) => key >= 0),
  },
  {
    name: 'votes forgotten in a restart',
    wrong: 'the acceptor votes again in slots in which its vote was counted',
    check: 'agreement',
    found: { by: 'random schedules', n: 3, seeds: 400 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  {
    name: 'a session table forgotten by a new coordinator',
    wrong: 'a command chosen twice is executed twice',
    check: 'once',
    found: { by: 'random schedules', n: 3, seeds: 400 },
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
