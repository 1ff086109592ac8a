import type { Machine } from '../../../src/protocol/contract/machine.js';
import { ownerOf, PROMISE, roundOf, SNAPSHOT } from '../../../src/protocol/multi-paxos/ballot.js';
import type { Entry, PaxosMessage, Snapshot } from '../../../src/protocol/multi-paxos/messages.js';
import { ELECTION } from '../../../src/protocol/timers.js';
import type { Wording } from '../recorder.js';
import { commandWords, snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Multi-Paxos in words. A ballot is written round.replica. */
export const multiPaxosWording: Wording = {
  message: (body) => {
    const words = messageWords(body as PaxosMessage);
    return `${body.type} ${words}`.trim();
  },

  record: (key, record) => {
    if (key === PROMISE) return `promise of ${ballotWords(record as number)}`;
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    return `slot ${key}: ${entryWords(record as Entry)}`;
  },

  timer: (name) => (name === ELECTION ? 'election' : 'heartbeat'),

  state: (machine: Machine) => {
    const { role, promised, executed, log, store } = stateOf(machine);
    const values = storeWords(store);
    const end = log.base + log.entries.length - 1;
    const each = log.entries.map((entry, k) => `${log.base + k}: ${entry ? entryWords(entry) : 'nothing'}`);
    const slots = each.length > 4 ? `slots ${log.base} to ${end}` : each.join(', ');
    return `${role}, promised ${ballotWords(promised)}, executed below ${executed}, store {${values}}, log {${slots}}`;
  },
};

function messageWords(body: PaxosMessage): string {
  switch (body.type) {
    case 'prepare': {
      const by =
        body.summonedBy === undefined ? '' : `, told to by the leader of ${ballotWords(body.summonedBy)}`;
      return `${ballotWords(body.ballot)}, slots from ${body.from}${by}`;
    }
    case 'promise': {
      const snapshot = body.snapshot ? `, ${snapshotWords(body.snapshot)}` : '';
      const accepted = listWords(body.first, body.entries) || 'nothing';
      const left = body.left === undefined ? '' : `, ${body.left} ms of a lease may be left`;
      return `${ballotWords(body.ballot)}${snapshot}, accepted ${accepted}, executed below ${body.executed}${left}`;
    }
    case 'take-over':
      return `from ${ballotWords(body.ballot)}`;
    case 'accept':
      return `slot ${body.slot}: ${entryWords(body.entry)}`;
    case 'accepted':
      return `slot ${body.slot} in ${ballotWords(body.ballot)}`;
    case 'nack':
      return `of ${ballotWords(body.ballot)}, promised ${ballotWords(body.promised)}`;
    case 'commit':
      return `below slot ${body.chosen} in ${ballotWords(body.ballot)}`;
    case 'heartbeat':
      return `${body.round} in ${ballotWords(body.ballot)}, sent at ${body.sentAt}, chosen below ${body.chosen}, cut ${body.cut}`;
    case 'following':
      return `${body.round} in ${ballotWords(body.ballot)}, sent at ${body.sentAt}, executed below ${body.executed}`;
    case 'learn':
      return `slots from ${body.from}`;
    case 'chosen':
      return `${listWords(body.first, body.entries)}, executed below ${body.executed}`;
    case 'snapshot':
      return `${snapshotWords(body.snapshot).slice('snapshot '.length)}, executed below ${body.executed}`;
    case 'forward':
      return commandWords(body.command);
    case 'result':
      return `c${body.client}#${body.seq} is ${body.result}`;
  }
}

function ballotWords(ballot: number): string {
  return `${roundOf(ballot)}.${ownerOf(ballot)}`;
}

function entryWords({ ballot, command }: Entry): string {
  return `${commandWords(command)} in ${ballotWords(ballot)}`;
}

function listWords(first: number, entries: readonly (Entry | null)[]): string {
  return entries
    .map((entry, i) => (entry ? `slot ${first + i}: ${entryWords(entry)}` : ''))
    .filter(Boolean)
    .join(', ');
}
