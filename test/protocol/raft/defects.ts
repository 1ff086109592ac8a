import type { Effects, Machine, MachineFactory } from '../../../src/protocol/contract.js';
import { configurationOf, termBefore } from '../../../src/protocol/raft/log.js';
import { isQuorum } from '../../../src/protocol/raft/members.js';
import type {
  Append,
  Following,
  Heartbeat,
  PreVote,
  RequestVote,
} from '../../../src/protocol/raft/messages.js';
import { BALLOT } from '../../../src/protocol/raft/records.js';
import { propose } from '../../../src/protocol/raft/replication.js';
import type { Office, Replica } from '../../../src/protocol/raft/state.js';
import { NO_OP } from '../../../src/protocol/raft/store.js';
import type { QuorumScheme, QuorumSystem } from '../../../src/quorum/system.js';
import { type Alteration, passOn } from '../altered.js';
import { figureEight, twoGroups } from './staged.js';
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

/** Mistakes in changing the group and in handing over; found with an operator in the schedule. */
export const GROUP_DEFECTS: readonly Defect[] = [
  {
    name: 'a change of the group while the one before is not committed (dissertation §4.1)',
    reads: 'consensus',
    alteration: changing(({ state }, office) => state.commit >= office.barrier),
  },
  {
    name: 'a change of the group used only once it is committed (§4.1)',
    reads: 'consensus',
    alteration: {
      after: (machine) => {
        const { log, commit } = stateOf(machine);
        const [first] = log.configurations;
        log.configurations = [first];
        log.entries.forEach(({ members }, k) => {
          const slot = log.base + k;
          if (members === undefined || slot <= first.slot) return;
          log.configurations.push({ slot, members: slot < commit ? members : configurationOf(log).members });
        });
      },
    },
  },
  {
    name: 'a lease kept after the leadership was handed over (§6.4.1)',
    reads: 'leader-lease',
    alteration: keepsOffice(),
  },
];

/** Mistakes that take a certain course of events to show. */
export const STAGED_DEFECTS: readonly (Defect & { play(factory: MachineFactory): readonly string[] })[] = [
  {
    name: 'committing by counting an entry of an earlier term (§5.4.2, Figure 8)',
    reads: 'consensus',
    play: figureEight,
    alteration: {
      after: (machine) => {
        const replica = replicaOf(machine);
        const { office, log, commit } = replica.state;
        for (const end of office?.match ?? []) {
          if (end <= Math.max(commit, log.base) || !isQuorum(replica, 'phase2', thoseWith(office!, end)))
            continue;
          if (termBefore(log, end) < replica.state.term) replica.state.commit = end;
        }
      },
    },
  },
  {
    name: 'a change of the group before an entry of the leader’s own term is committed (raft-dev, 2015)',
    reads: 'consensus',
    play: twoGroups,
    alteration: changing(({ state }) => configurationOf(state.log).slot < state.commit),
  },
];

interface Replicas {
  readonly replica: Replica;
}

function replicaOf(machine: Machine): Replica {
  return (machine as unknown as Replicas).replica;
}

/** Those whose log is the leader's below `end`, and on their disks. */
function thoseWith({ match }: Office, end: number): number {
  return match.reduce((set, below, i) => (below >= end ? set | (1 << i) : set), 0);
}

/** A leader that makes every change that is wanted, at once, as soon as `mayChange` says so. */
function changing(mayChange: (replica: Replica, office: Office) => boolean): Alteration {
  const latest = new WeakMap<Machine, Effects>();
  return {
    effects: (effects, machine) => {
      latest.set(machine, effects);
      return effects;
    },
    after: (machine) => {
      const replica = replicaOf(machine);
      const { office, wanted, log } = replica.state;
      if (office === null || !mayChange(replica, office)) return;
      for (const [other, isWanted] of wanted) {
        const { members } = configurationOf(log);
        const bit = 1 << other;
        if (((members & bit) !== 0) === isWanted || members === bit) continue;
        propose(replica, office, NO_OP, latest.get(machine)!, members ^ bit);
        if (!mayChange(replica, office)) return;
      }
    },
  };
}

/** A leader that goes on in office when it has told another to lead. */
function keepsOffice(): Alteration {
  const kept = new WeakMap<Machine, Office>();
  return {
    effects: (effects, machine) => ({
      ...passOn(effects),
      get now() {
        return effects.now;
      },
      send(to, body) {
        const { office } = stateOf(machine);
        if (body.type === 'timeout-now' && office !== null) kept.set(machine, { ...office, heir: null });
        effects.send(to, body);
      },
    }),
    after: (machine) => {
      const office = kept.get(machine);
      if (office === undefined) return;
      kept.delete(machine);
      Object.assign(stateOf(machine), { office, role: 'leader' });
    },
  };
}

/** Contains a quorum as soon as one more replica would make it one. */
function oneShort(system: QuorumSystem): QuorumScheme['phase1'] {
  const contains = (set: number): boolean => system.members.some((_, i) => system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
