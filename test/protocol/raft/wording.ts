import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import type { Entry, RaftMessage, Snapshot } from '../../../src/protocol/raft/messages.js';
import { BALLOT, type Ballot, SNAPSHOT } from '../../../src/protocol/raft/records.js';
import { NOBODY } from '../../../src/protocol/raft/state.js';
import { ELECTION } from '../../../src/protocol/timers.js';
import type { Wording } from '../recorder.js';
import { snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Raft in words. An entry of term 3 is written "… (3)". */
export const raftWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as RaftMessage)}`.trim(),

  record: (key, record) => {
    if (key === BALLOT) return ballotWords(record as Ballot);
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    return `slot ${key}: ${entryWords(record as Entry)}`;
  },

  timer: (name) => (name === ELECTION ? 'election' : 'heartbeat'),

  state: (machine: Machine) => {
    const { role, term, executed, commit, log, store } = stateOf(machine);
    const values = storeWords(store);
    const end = log.base + log.entries.length - 1;
    const each = log.entries.map((entry, k) => `${log.base + k}: ${entryWords(entry)}`);
    const slots = each.length > 4 ? `slots ${log.base} to ${end}` : each.join(', ');
    return `${role} in term ${term}, committed below ${commit}, executed below ${executed}, store {${values}}, log {${slots}}`;
  },
};

function messageWords(body: RaftMessage): string {
  switch (body.type) {
    case 'pre-vote':
      return `in term ${body.term}, log ends at slot ${body.end}, last (${body.last})`;
    case 'request-vote': {
      const by = body.summoned ? ', told to by the leader before' : '';
      return `in term ${body.term}, log ends at slot ${body.end}, last (${body.last})${by}`;
    }
    case 'vote': {
      const left = body.left === undefined ? '' : `, ${body.left} ms of a lease may be left`;
      return `in term ${body.term}${left}`;
    }
    case 'ahead': {
      const entries = body.entries.map((entry, k) => `slot ${body.from + k}: ${entryWords(entry)}`);
      const base = body.snapshot === null ? '' : `${snapshotWords(body.snapshot)} and `;
      return `${base}${entries.join(', ') || 'nothing'} after (${body.previous}), term ${body.term}`;
    }
    case 'would-vote':
    case 'newer':
    case 'hand-over':
    case 'timeout-now':
      return `in term ${body.term}`;
    case 'append': {
      const entries = body.entries.map((entry, k) => `slot ${body.from + k}: ${entryWords(entry)}`);
      return `${entries.join(', ') || 'nothing'} after (${body.previous}), committed below ${body.commit}, term ${body.term}`;
    }
    case 'appended':
      return `below slot ${body.match}, term ${body.term}`;
    case 'missing':
      return `what comes before slot ${body.from}, try from ${body.hint}, term ${body.term}`;
    case 'commit':
      return `below slot ${body.commit}, term ${body.term}`;
    case 'heartbeat':
      return `${body.round} at slot ${body.from} after (${body.previous}), committed below ${body.commit}, sent at ${body.sentAt}, cut ${body.cut}, term ${body.term}`;
    case 'following':
      return `${body.round}, sent at ${body.sentAt}, match below ${body.match}, executed below ${body.executed}, term ${body.term}`;
    case 'snapshot':
      return `${snapshotWords(body.snapshot).slice('snapshot '.length)}, term ${body.term}`;
    case 'forward':
      return commandWords(body.command);
    case 'readable':
      return `c${body.client}#${body.seq} at slot ${body.index}`;
  }
}

function ballotWords({ term, vote }: Ballot): string {
  return vote === NOBODY ? `term ${term}` : `term ${term}, vote for r${vote}`;
}

function commandWords({ client, seq, kind, key, value }: Command): string {
  if (client < 0) return 'no-op';
  return `${kind} k${key}${kind === 'write' ? `=${value}` : ''} c${client}#${seq}`;
}

function entryWords({ term, command, members }: Entry): string {
  if (members !== undefined) return `group ${groupWords(members)} (${term})`;
  return `${commandWords(command)} (${term})`;
}

function groupWords(members: number): string {
  const ids = [...Array(32).keys()].filter((i) => (members >>> i) & 1).map((i) => `r${i}`);
  return `{${ids.join(' ')}}`;
}
