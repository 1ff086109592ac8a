import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import {
  ballotOfRound,
  DECIDED,
  isFast,
  numberOf,
  ownerOf,
  PROMISE,
  SNAPSHOT,
} from '../../../src/protocol/fast-paxos/ballot.js';
import type { Entry, FastMessage, Snapshot, Vote } from '../../../src/protocol/fast-paxos/messages.js';
import { ELECTION } from '../../../src/protocol/timers.js';
import type { Wording } from '../recorder.js';
import { commandWords, snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Fast Paxos in words. A ballot is written number.replica, its rounds with "fast" or "classic" before. */
export const fastPaxosWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as FastMessage | Vote)}`.trim(),

  record: (key, record) => {
    if (key === PROMISE) return `promise of ${ballotWords(record as number)}`;
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    return `slot ${key}: ${entryWords(record as Entry)}`;
  },

  timer: (name) => (name === ELECTION ? 'election' : 'heartbeat'),

  state: (machine: Machine) => {
    const { role, promised, executed, open, next, log, store } = stateOf(machine);
    const values = storeWords(store);
    const votes = log.entries.map((vote, k) => `${log.base + k}: ${vote ? entryWords(vote) : 'none'}`);
    const fast = open === promised ? `, votes next in slot ${next}` : ', no fast round';
    const last = votes.length > 4 ? `slots ${log.base} to ${log.base + votes.length - 1}` : votes.join(', ');
    return `${role}, promised ${ballotWords(promised)}${fast}, executed below ${executed}, store {${values}}, votes {${last}}`;
  },
};

function messageWords(body: FastMessage | Vote): string {
  switch (body.type) {
    case 'prepare':
      return `${ballotWords(body.ballot)}, slots from ${body.from}`;
    case 'promise': {
      const snapshot = body.snapshot ? `, ${snapshotWords(body.snapshot)}` : '';
      return `${ballotWords(body.ballot)}${snapshot}, votes ${listWords(body.first, body.entries) || 'none'}`;
    }
    case 'any': {
      const taken = body.taken.map(commandWords).join(', ');
      return `in slots from ${body.from} in fast ${ballotWords(body.ballot)}${taken && `, but for ${taken}`}`;
    }
    case 'voted':
      return `slot ${body.slot}: ${commandWords(body.command)} in fast ${ballotWords(body.ballot)}`;
    case 'vote':
      return `for #${body.seq} in slot ${body.slot} in fast ${ballotWords(body.ballot)}`;
    case 'propose':
      return commandWords(body.command);
    case 'accept':
      return `slot ${body.slot}: ${entryWords(body.entry)}`;
    case 'accepted':
      return `slot ${body.slot} in classic ${ballotWords(body.ballot)}`;
    case 'nack':
      return `of ${ballotWords(body.ballot)}, promised ${ballotWords(body.promised)}`;
    case 'commit':
      return chosenWords(body.first, body.commands);
    case 'heartbeat':
      return `in ${ballotWords(body.ballot)}, sent at ${body.sentAt}, executed below ${body.executed}, cut ${body.cut}, ${body.open < 0 ? 'no fast round' : `votes from slot ${body.open}`}`;
    case 'following':
      return `in ${ballotWords(body.ballot)}, sent at ${body.sentAt}, executed below ${body.executed}, voted below ${body.voted}`;
    case 'learn':
      return `slots from ${body.from}`;
    case 'chosen':
      return `${chosenWords(body.first, body.commands)}, executed below ${body.executed}`;
    case 'take-over':
      return `in the stead of ballot ${ballotWords(body.ballot)}`;
    case 'snapshot':
      return `${snapshotWords(body.snapshot).slice('snapshot '.length)}, executed below ${body.executed}`;
  }
}

function ballotWords(ballot: number): string {
  return `${numberOf(ballot)}.${ownerOf(ballot)}`;
}

function entryWords({ round, command }: Entry): string {
  if (round === DECIDED) return `${commandWords(command)}, chosen`;
  return `${commandWords(command)} in ${isFast(round) ? 'fast' : 'classic'} ${ballotWords(ballotOfRound(round))}`;
}

function listWords(first: number, entries: readonly (Entry | null)[]): string {
  return entries
    .map((entry, i) => (entry ? `slot ${first + i}: ${entryWords(entry)}` : ''))
    .filter(Boolean)
    .join(', ');
}

function chosenWords(first: number, commands: readonly Command[]): string {
  return commands.map((command, i) => `slot ${first + i}: ${commandWords(command)}`).join(', ');
}
