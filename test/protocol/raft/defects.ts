import type { Effects, Machine } from '../../../src/protocol/contract/machine.js';
import { configurationOf, termBefore } from '../../../src/protocol/raft/log.js';
import { isQuorum } from '../../../src/protocol/raft/members.js';
import type {
  Append,
  Following,
  Heartbeat,
  PreVote,
  RequestVote,
  Vote,
} from '../../../src/protocol/raft/messages.js';
import { BALLOT } from '../../../src/protocol/raft/records.js';
import { propose } from '../../../src/protocol/raft/replication.js';
import type { Office, Replica } from '../../../src/protocol/raft/state.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';
import { type Alteration, passOn } from '../altered.js';
import {
  type Defect,
  executingCopies,
  forgottenInRestart,
  type InSchedules,
  notWaitingForTheDisk,
  type Staged,
  shortOf,
} from '../defect.js';
import { roleDefects } from '../role-defects.js';
import { STORMY } from '../weather.js';
import { figureEight, latePreVote, twoGroups } from './staged.js';
import { stateOf } from './subject.js';

/** Mistakes that have been made in real implementations. */
const USUAL: readonly Defect<InSchedules>[] = [
  {
    name: 'answering before the disk has it',
    wrong: 'a crash makes a follower forget what was counted',
    check: 'durability',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: notWaitingForTheDisk(),
  },
  {
    name: 'phase-2 quorums one replica short',
    wrong: 'an entry counts as committed that a voting quorum need not have',
    check: 'durability',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: shortOf('phase2'),
  },
  {
    name: 'phase-1 quorums one replica short: two leaders in one term',
    wrong: 'two quorums of voters need not meet',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: shortOf('phase1'),
  },
  {
    name: 'the log forgotten in a restart',
    wrong: 'a follower no longer has what was counted on its disk',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  {
    name: 'the term and the vote forgotten in a restart',
    wrong: 'a replica votes twice in one term',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', weather: STORMY, seeds: 400 },
    alteration: forgottenInRestart((key) => key === BALLOT),
  },
  {
    name: 'votes without regard to whose log is behind (§5.4.1)',
    wrong: 'a leader is elected that lacks what is committed',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: {
      message: (_from, body) => {
        if (body.type !== 'request-vote' && body.type !== 'pre-vote') return body;
        return { ...(body as PreVote | RequestVote), end: 1e6, last: 1e6 };
      },
    },
  },
  {
    name: 'appending without the consistency check (§5.3)',
    wrong: 'entries come to stand behind others than at the leader',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
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
    wrong: 'a command committed twice is executed twice',
    check: 'once',
    found: { by: 'random schedules', reads: 'consensus', seeds: 400 },
    alteration: {
      after: (machine) => {
        const { office, sessions } = stateOf(machine);
        if (office?.round === 1) sessions.clear();
      },
    },
  },
  {
    name: 'reads by a new leader before its first entry is committed (§6.4)',
    wrong: 'it does not know yet what is committed, and answers from the past',
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
    name: 'reads without asking whether one still leads (§6.4)',
    wrong: 'a leader that was replaced answers from the past',
    check: 'reads',
    found: { by: 'random schedules', reads: 'read-index', seeds: 400 },
    alteration: {
      after: (machine) => {
        stateOf(machine).office?.answered.fill(Number.POSITIVE_INFINITY);
      },
    },
  },
  {
    name: 'a lease that never ends',
    wrong: 'a leader that was replaced answers from the past',
    check: 'reads',
    found: { by: 'random schedules', reads: 'leader-lease', seeds: 400 },
    alteration: {
      message: (_from, body) => (body.type === 'following' ? ({ ...body, sentAt: 1e9 } as Following) : body),
    },
  },
  { ...executingCopies(), found: { by: 'random schedules', reads: 'consensus', seeds: 400 } },
];

/** Mistakes in changing the group and in handing over; found with an operator in the schedule. */
const IN_GROUPS: readonly Defect<InSchedules>[] = [
  {
    name: 'a change of the group while the one before is not committed (dissertation §4.1)',
    wrong: 'quorums of the groups before and after need not meet',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', operator: 'of the group', seeds: 600 },
    alteration: changing(({ state }, office) => state.commit >= office.barrier),
  },
  {
    name: 'a change of the group used only once it is committed (§4.1)',
    wrong: 'leader and followers count quorums of different groups',
    check: 'agreement',
    found: { by: 'random schedules', reads: 'consensus', operator: 'of the group', seeds: 600 },
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
    wrong: 'the old leader answers reads while the new one commits writes',
    check: 'reads',
    found: { by: 'random schedules', reads: 'leader-lease', operator: 'of the group', seeds: 600 },
    alteration: keepsOffice(),
  },
];

/** Mistakes that take a certain course of events to show. */
const STAGED: readonly Defect<Staged>[] = [
  {
    name: 'committing by counting an entry of an earlier term (§5.4.2, Figure 8)',
    wrong: 'it may yet be replaced by a leader whose last entry is of a term in between',
    check: 'agreement',
    found: { by: 'a staged course of events', play: figureEight },
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
    wrong: 'two leaders in a row change the group they found, and their quorums do not meet',
    check: 'agreement',
    found: { by: 'a staged course of events', play: twoGroups },
    alteration: changing(({ state }) => configurationOf(state.log).slot < state.commit),
  },
  {
    name: 'a vote in a term that one is in already, whatever lease one has renewed (§6.4.1)',
    wrong:
      'a follower that something else took into the term elects another while the old leader still answers reads',
    check: 'reads',
    found: { by: 'a staged course of events', play: (factory) => latePreVote(factory).until(160) },
    alteration: {
      message: (_from, body, _effects, machine) => {
        const isOfOurTerm =
          body.type === 'request-vote' && (body as RequestVote).term === stateOf(machine).term;
        return isOfOurTerm ? ({ ...body, summoned: true } as RequestVote) : body;
      },
    },
  },
  {
    name: 'a lease forgotten by a follower that restarts',
    wrong: 'it elects another while the old leader still answers reads',
    check: 'reads',
    found: { by: 'a staged course of events', play: (factory) => latePreVote(factory, true).until(160) },
    alteration: {
      afterRestart: (machine) => {
        stateOf(machine).heardAt = Number.NEGATIVE_INFINITY;
      },
    },
  },
];

/** Mistakes in keeping to roles. */
const OF_ROLES = roleDefects({
  servesAtOnce: {
    message: (_from, body) => (body.type === 'vote' ? ({ ...body, left: 0 } as Vote) : body),
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

export const DEFECTS: readonly Defect<InSchedules | Staged>[] = [
  ...USUAL,
  ...IN_GROUPS,
  ...STAGED,
  ...OF_ROLES,
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
