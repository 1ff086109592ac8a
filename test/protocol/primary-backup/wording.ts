import {
  lifeOf,
  primaryOf,
  SNAPSHOT,
  TAKEOVER,
  takeoverOf,
} from '../../../src/protocol/primary-backup/epoch.js';
import type { Entry, PrimaryBackupMessage, Snapshot } from '../../../src/protocol/primary-backup/messages.js';
import { BEAT, SURVEY } from '../../../src/protocol/primary-backup/state.js';
import type { Wording } from '../recorder.js';
import { commandWords, snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Primary/backup in words. An epoch is written takeover.primary.life. */
export const primaryBackupWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as PrimaryBackupMessage)}`,

  record: (key, record) => {
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    if (key === TAKEOVER) return `takeover ${epochWords(record as number)}`;
    return key < 0 ? `epoch ${epochWords(record as number)}` : `slot ${key}: ${entryWords(record as Entry)}`;
  },

  timer: (name) => (name === BEAT ? 'heartbeat' : name === SURVEY ? 'survey' : 'silence'),

  state: (machine) => {
    const { epoch, log, executed, store } = stateOf(machine);
    const role = machine.leads ? 'primary' : 'backup';
    const values = storeWords(store);
    const slots = log.entries.map((entry, k) => `${log.base + k}: ${entryWords(entry)}`).join(', ');
    return `${role} in ${epochWords(epoch)}, executed below ${executed}, store {${values}}, log {${slots}}`;
  },
};

function messageWords(body: PrimaryBackupMessage): string {
  switch (body.type) {
    case 'append': {
      const list = body.entries.map((entry, k) => `slot ${body.first + k}: ${entryWords(entry)}`).join(', ');
      const what = list || `nothing from slot ${body.first} on`;
      return `${what}, after ${epochWords(body.prev)}, committed below ${body.committed}`;
    }
    case 'flushed':
      return `below slot ${body.upTo} in ${epochWords(body.epoch)}`;
    case 'heartbeat':
      return `${body.round} in ${epochWords(body.epoch)}, log below ${body.end}, committed below ${body.committed}`;
    case 'status':
      return `${body.round} in ${epochWords(body.epoch)}, matched below ${body.matched}, log below ${body.length} ending in ${epochWords(body.last)}, on disk below ${body.upTo}`;
    case 'stale':
      return `by ${epochWords(body.epoch)}`;
    case 'snapshot':
      return `${snapshotWords(body.snapshot)}, in ${epochWords(body.epoch)}`;
    case 'survey': {
      const runs = body.log.runs.map(({ from, epoch }) => `from slot ${from} in ${epochWords(epoch)}`);
      return `for ${epochWords(body.epoch)}, log ${[...runs, `below ${body.log.end}`].join(', ')}`;
    }
    case 'holding': {
      const list = body.entries.map((entry, k) => `slot ${body.first + k}: ${entryWords(entry)}`).join(', ');
      const more = `${body.snapshot === null ? '' : `${snapshotWords(body.snapshot)}, `}${list || 'nothing more recent'}`;
      return `for ${epochWords(body.epoch)}, log below ${body.end} ending in ${epochWords(body.last)}: ${more}`;
    }
    case 'forward':
      return commandWords(body.command);
    case 'result':
      return `c${body.client}#${body.seq} is ${body.result}`;
  }
}

function epochWords(epoch: number): string {
  return epoch === 0 ? 'nothing' : `${takeoverOf(epoch)}.${primaryOf(epoch)}.${lifeOf(epoch)}`;
}

function entryWords({ epoch, command }: Entry): string {
  return `${commandWords(command)} in ${epochWords(epoch)}`;
}
