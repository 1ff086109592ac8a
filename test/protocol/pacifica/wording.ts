import { MANAGER } from '../../../src/protocol/configuration-proposer.js';
import type { Machine } from '../../../src/protocol/contract/machine.js';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import { has } from '../../../src/protocol/member-masks.js';
import type { Configuration } from '../../../src/protocol/pacifica/configuration.js';
import type {
  Entry,
  PacificaManagerRecord,
  PacificaMessage,
  Snapshot,
} from '../../../src/protocol/pacifica/messages.js';
import { BEAT, LEASE, RECORD } from '../../../src/protocol/pacifica/state.js';
import type { Wording } from '../recorder.js';
import { commandWords, managerRecordWords, managerWords, snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** PacificA in words. A ballot is written round.replica; a configuration as version: primary and secondaries. */
export const pacificaWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as PacificaMessage)}`.trim(),

  record: (key, record) => {
    if (key === RECORD) return managerRecordWords(record as PacificaManagerRecord, configurationWords);
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    return `slot ${key}: ${entryWords(record as Entry)}`;
  },

  timer: (name) =>
    name === BEAT ? 'beacon' : name === LEASE ? 'lease' : name === MANAGER ? 'manager' : 'grace',

  state: (machine: Machine) => {
    const { configuration, office, committed, executed, log, store } = stateOf(machine);
    const role = office === null ? '' : ' primary,';
    const values = storeWords(store);
    const list = log.entries.map((entry, i) => `${log.base + i}: ${entryWords(entry)}`).join(', ');
    return `${configurationWords(configuration)},${role} committed below ${committed}, executed below ${executed}, store {${values}}, prepared {${list}}`;
  },
};

function messageWords(body: PacificaMessage): string {
  switch (body.type) {
    case 'prepare': {
      const list = body.entries.map((entry, i) => `slot ${body.first + i}: ${entryWords(entry)}`);
      return `in ${body.configuration.version}, ${list.join(', ') || 'nothing'}, committed below ${body.committed}`;
    }
    case 'prepared':
      return `below slot ${body.upTo} in reign ${body.since}`;
    case 'beacon':
      return `${body.round} in ${configurationWords(body.configuration)}, sent at ${body.sentAt}, list to ${body.end}, committed below ${body.committed}`;
    case 'granted':
      return `${body.round}, sent at ${body.sentAt}, alike below ${body.matched}, on disk below ${body.upTo}`;
    case 'restore':
      return snapshotWords(body.snapshot);
    case 'forward':
      return commandWords(body.command);
    case 'result':
      return `c${body.client}#${body.seq} is ${body.result}`;
    default:
      return managerWords(body, configurationWords);
  }
}

function configurationWords({ version, primary, members }: Configuration): string {
  const others = [];
  for (let i = 0; i < 31; i++) if (i !== primary && has(members, i)) others.push(`r${i}`);
  return `${version}: r${primary} and ${others.join(' ') || 'none'}`;
}

function entryWords({ since, command }: Entry): string {
  return `${commandWords(command)} of reign ${since}`;
}
