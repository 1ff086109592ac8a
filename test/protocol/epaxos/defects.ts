import type { MachineSetup } from '../../../src/protocol/contract/machine.js';
import {
  type Accept,
  COMMITTED,
  PRE_ACCEPTED,
  type PreAccepted,
  type Promised,
  type Tried,
} from '../../../src/protocol/epaxos/messages.js';
import { fastQuorumOf } from '../../../src/protocol/epaxos/quorums.js';
import { FLOOR } from '../../../src/protocol/epaxos/records.js';
import type { QuorumSystem } from '../../../src/quorum/system.js';
import { type Defect, executingCopies, forgottenInRestart, type InSchedules, oneShort } from '../defect.js';
import { stateOf } from './subject.js';

export const DEFECTS: readonly Defect<InSchedules>[] = [
  { ...executingCopies(), found: { by: 'random schedules', n: 3, seeds: 60 } },
  {
    name: 'a fast quorum one short: two of them need not meet',
    wrong: 'two commands that interfere both commit without knowing of each other',
    check: 'durability',
    found: { by: 'random schedules', n: 5, seeds: 60 },
    alteration: { setup: (setup) => withFast(setup, oneShort) },
  },
  {
    name: 'on the slow path the leader proposes its own dependencies, not all that it was told',
    wrong: 'two commands that interfere both commit without knowing of each other',
    check: 'agreement',
    found: { by: 'random schedules', n: 3, seeds: 60 },
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type !== 'pre-accepted') return body;
        const leading = stateOf(machine).leading.get((body as PreAccepted).slot);
        if (leading === undefined) return body;
        // It counts the answer as one that differs, and forgets in what.
        const { initial } = leading;
        return { ...(body as PreAccepted), seq: initial.seq, deps: initial.deps, covered: 0 };
      },
    },
  },
  {
    name: 'cycles of dependencies are executed in the order of slots, not of seq',
    wrong: 'a command is executed before one that was acknowledged before it began',
    check: 'agreement',
    found: { by: 'random schedules', n: 3, seeds: 60 },
    alteration: {
      after: (machine) => {
        for (const { instances } of stateOf(machine).rows) {
          for (const instance of instances) {
            if (instance?.value && instance.status === COMMITTED)
              instance.value = { ...instance.value, seq: 0 };
          }
        }
      },
    },
  },
  {
    name: 'execution does not wait for dependencies',
    wrong: 'replicas execute commands that interfere in the order in which they hear of them',
    check: 'order',
    found: { by: 'random schedules', n: 3, seeds: 100 },
    alteration: {
      message: (_from, body) =>
        body.type === 'commit'
          ? { ...body, value: { ...(body as Accept).value, deps: (body as Accept).value.deps.map(() => -1) } }
          : body,
    },
  },
  {
    name: 'the leader counts its own vote before that is on its disk',
    wrong: 'a crash makes it forget a vote that was counted',
    check: 'durability',
    found: { by: 'random schedules', n: 3, seeds: 100 },
    alteration: {
      after: (machine) => {
        const state = stateOf(machine);
        for (const [slot, leading] of state.leading) {
          const bit = 1 << (slot % state.rows.length);
          leading.answered |= bit;
          leading.equal |= bit;
        }
      },
    },
  },
  {
    name: 'a recovery that ignores pre-acceptances',
    wrong: 'what was committed on the fast path is replaced by a no-op',
    check: 'agreement',
    found: { by: 'random schedules', n: 3, seeds: 60 },
    alteration: {
      message: (_from, body) =>
        body.type === 'promise' && (body as Promised).status === PRE_ACCEPTED
          ? { ...body, status: 0, initial: null, value: null }
          : body,
    },
  },
  {
    name: 'a recovery that believes every pre-acceptance: objections to TryPreAccept unheard',
    wrong: 'dependencies are committed that another command has made impossible',
    check: 'order',
    found: { by: 'random schedules', n: 5, seeds: 100 },
    alteration: {
      message: (_from, body) =>
        body.type === 'tried'
          ? { ...(body as Tried), objections: { against: false, unordered: [], notBelow: [] } }
          : body,
    },
  },
  {
    name: 'after a crash it forgets what it wrote on its disk',
    wrong: 'votes that were counted are gone',
    check: 'durability',
    found: { by: 'random schedules', n: 3, seeds: 60 },
    alteration: forgottenInRestart((key) => key !== FLOOR),
  },
];

function withFast(setup: MachineSetup, change: (fast: QuorumSystem) => QuorumSystem): MachineSetup {
  const { quorum } = setup;
  return { ...setup, quorum: { ...quorum, fast: change(fastQuorumOf(quorum)) } };
}
