import type { Configuration } from '../../../src/protocol/chain-replication/configuration.js';
import type {
  ChainManagerRecord,
  ChainMessage,
  Entry,
  Snapshot,
} from '../../../src/protocol/chain-replication/messages.js';
import { BEAT, LEASE, LINK, RECORD } from '../../../src/protocol/chain-replication/state.js';
import { MANAGER } from '../../../src/protocol/configuration-proposer.js';
import type { Machine } from '../../../src/protocol/contract/machine.js';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import type { Wording } from '../recorder.js';
import { commandWords, managerRecordWords, managerWords, snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Chain replication in words. A ballot is written round.replica; a configuration as version: the chain, head first. */
export const chainWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as ChainMessage)}`.trim(),

  record: (key, record) => {
    if (key === RECORD) return managerRecordWords(record as ChainManagerRecord, configurationWords);
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    return `slot ${key}: ${entryWords(record as Entry)}`;
  },

  timer: (name) => {
    if (name === BEAT) return 'beacon';
    if (name === LEASE) return 'lease';
    if (name === LINK) return 'link';
    return name === MANAGER ? 'manager' : 'grace';
  },

  state: (machine: Machine) => {
    const { configuration, office, committed, executed, log, store } = stateOf(machine);
    const role = `${machine.leads ? ' head,' : ''}${office === null ? '' : ' tail,'}`;
    const values = storeWords(store);
    const history = log.entries.map((entry, i) => `${log.base + i}: ${entryWords(entry)}`).join(', ');
    return `${configurationWords(configuration)},${role} committed below ${committed}, executed below ${executed}, store {${values}}, history {${history}}`;
  },
};

function messageWords(body: ChainMessage): string {
  switch (body.type) {
    case 'update': {
      const list = body.entries.map((entry, i) => `slot ${body.first + i}: ${entryWords(entry)}`);
      return `in ${body.configuration.version}, ${list.join(', ') || 'nothing'}`;
    }
    case 'ack':
      return `below slot ${body.upTo}`;
    case 'link':
      return `in ${configurationWords(body.configuration)}, history to ${body.end}`;
    case 'linked':
      return `in ${body.version}, of ${body.end}, alike below ${body.matched}`;
    case 'restore':
      return snapshotWords(body.snapshot);
    case 'beacon':
      return `${body.round} in ${configurationWords(body.configuration)}, sent at ${body.sentAt}, committed below ${body.committed}`;
    case 'granted':
      return `${body.round}, sent at ${body.sentAt}, on disk below ${body.upTo}${body.severed ? ', severed' : ''}`;
    case 'held':
      return `in ${body.version}, on disk below ${body.upTo}`;
    case 'forward':
      return commandWords(body.command);
    default:
      return managerWords(body, configurationWords);
  }
}

function configurationWords({ version, chain }: Configuration): string {
  return `${version}: ${chain.map((i) => `r${i}`).join(' → ')}`;
}

function entryWords({ since, command }: Entry): string {
  return `${commandWords(command)} by head ${since}`;
}
