import type { Machine } from '../../../src/protocol/contract/machine.js';
import { revokerOf, roundOf } from '../../../src/protocol/mencius/ballot.js';
import type {
  Entry,
  MenciusMessage,
  Range,
  Skip,
  Snapshot,
  Value,
  Votes,
} from '../../../src/protocol/mencius/messages.js';
import { FLOOR, ownerOfVotes, SNAPSHOT } from '../../../src/protocol/mencius/records.js';
import { PATIENCE } from '../../../src/protocol/mencius/state.js';
import type { Wording } from '../recorder.js';
import { commandWords, snapshotWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Mencius in words. A ballot is written round.replica. */
export const menciusWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as MenciusMessage)}`.trim(),

  record: (key, record) => {
    if (key === FLOOR) return `floor ${record as number}`;
    if (key === SNAPSHOT) return snapshotWords(record as Snapshot);
    if (key < 0) return votesWords(ownerOfVotes(key), record as Votes);
    return `slot ${key}: ${entryWords(key, record as Entry)}`;
  },

  timer: (name) => (name === PATIENCE ? 'patience' : 'heartbeat'),

  state: (machine: Machine) => {
    const { executed, index, store } = stateOf(machine);
    const values = storeWords(store);
    return `executed below ${executed}, next own slot ${index}, store {${values}}`;
  },
};

function messageWords(body: MenciusMessage): string {
  switch (body.type) {
    case 'suggest':
      return `slot ${body.slot}: ${entryWords(body.slot, body.entry)}${skipsWords(body.skips)}`;
    case 'accepted':
      return `slot ${body.slot}${skipWords(body.skip)}`;
    case 'refused':
      return `below slot ${body.to}`;
    case 'commit':
      return `slot ${body.slot}${skipsWords(body.skips)}`;
    case 'cover':
      return skipsWords(body.skips).slice(2);
    case 'heartbeat':
      return `executed below ${body.executed}, in use below ${body.top}${skipWords(body.skip)}`;
    case 'prepare':
      return `${ballotWords(body.ballot)}, slots of r${body.owner} from ${body.from} to below ${body.to}`;
    case 'promise': {
      const told = [valuesWords(body.suggested), ...body.ranges.map(rangeWords)].filter(Boolean);
      return `${ballotWords(body.ballot)}, accepted ${told.join('; ') || 'nothing'}`;
    }
    case 'revoke':
    case 'revoked':
      return `r${body.owner}: ${rangeWords(body.range)}`;
    case 'agreed':
      return `r${body.owner} in ${ballotWords(body.ballot)}`;
    case 'nack':
      return `of ${ballotWords(body.ballot)}, promised ${ballotWords(body.promised)} below slot ${body.to}`;
    case 'learn':
      return `slots from ${body.from}`;
    case 'chosen': {
      const words = body.commands.map((one, i) => (one ? `${body.first + i}: ${commandWords(one)}` : ''));
      return `slot ${words.filter(Boolean).join(', ')}, executed below ${body.executed}`;
    }
    case 'snapshot':
      return `${snapshotWords(body.snapshot).slice('snapshot '.length)}, executed below ${body.executed}`;
  }
}

function ballotWords(ballot: number): string {
  return `${roundOf(ballot)}.${revokerOf(ballot)}`;
}

function entryWords(slot: number, { command, after }: Entry): string {
  return `${commandWords(command)}${after < slot ? `, own skipped from ${after}` : ''}`;
}

function skipWords({ from, to }: Skip): string {
  return to > from ? `, own skipped from ${from} to below ${to}` : '';
}

function skipsWords(skips: readonly Skip[]): string {
  const words = skips.map(({ from, to }, i) => (to > from ? `r${i} from ${from} to below ${to}` : ''));
  const told = words.filter(Boolean).join(', ');
  return told ? `; skipped: ${told}` : '';
}

function valuesWords(values: readonly Value[]): string {
  return values.map(({ slot, command }) => `slot ${slot}: ${commandWords(command)}`).join(', ');
}

function rangeWords({ ballot, from, to, values }: Range): string {
  const held = valuesWords(values);
  return `${ballotWords(ballot)}, slots from ${from} to below ${to} no-op${held ? ` but ${held}` : ''}`;
}

function votesWords(owner: number, { promised, to, ranges }: Votes): string {
  const accepted = ranges.map(rangeWords).join('; ');
  return `promise of ${ballotWords(promised)} for r${owner} below slot ${to}${accepted ? `, accepted ${accepted}` : ''}`;
}
