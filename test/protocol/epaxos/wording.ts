import type { Machine } from '../../../src/protocol/contract/machine.js';
import { recovererOf, roundOf } from '../../../src/protocol/epaxos/ballot.js';
import type { Attributes, EpaxosMessage } from '../../../src/protocol/epaxos/messages.js';
import {
  type Entry,
  FLOOR,
  isFinished,
  SNAPSHOT,
  type Snapshot,
} from '../../../src/protocol/epaxos/records.js';
import { isNoOp } from '../../../src/protocol/replicated-map.js';
import type { Wording } from '../recorder.js';
import { commandWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** EPaxos in words. A ballot is written round.replica; dependencies one number a row, "·" for none. */
export const epaxosWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as EpaxosMessage)}`.trim(),

  record: (key, record) => {
    if (key === FLOOR) return `floor ${record as number}`;
    if (key === SNAPSHOT) return `snapshot {${storeWords((record as Snapshot).store)}}`;
    const entry = record as Entry;
    if (isFinished(entry)) return `executed ${entry.slots.join(' ')}`;
    const { slot, promised, status, initial, value } = entry;
    const said = promised > 0 ? `promise of ${ballotWords(promised)}` : '';
    const held = value ?? initial;
    return `slot ${slot}: ${[said, statusWords(status), held === null ? '' : attributesWords(held)].filter(Boolean).join(', ')}`;
  },

  timer: () => 'heartbeat',

  state: (machine: Machine) => {
    const { rows, store, fastPaths, slowPaths } = stateOf(machine);
    const executed = rows.map((row) => row.executed).join(' ');
    return `executed below ${executed}, store {${storeWords(store)}}, fast ${fastPaths}, slow ${slowPaths}`;
  },
};

function messageWords(body: EpaxosMessage): string {
  switch (body.type) {
    case 'pre-accept':
      return `slot ${body.slot}: ${attributesWords(body.initial)}`;
    case 'pre-accepted':
      return `slot ${body.slot}: ${placeWords(body)}`;
    case 'accept':
      return `slot ${body.slot} in ${ballotWords(body.ballot)}: ${attributesWords(body.value)}`;
    case 'accepted':
      return `slot ${body.slot} in ${ballotWords(body.ballot)}`;
    case 'commit':
      return `slot ${body.slot}: ${attributesWords(body.value)}`;
    case 'prepare':
      return `slot ${body.slot} in ${ballotWords(body.ballot)}`;
    case 'promise': {
      const { slot, ballot, status, value, undecided } = body;
      const told = [statusWords(status), value === null ? '' : attributesWords(value)];
      if (undecided) told.push('its leader has not committed it');
      return `slot ${slot} in ${ballotWords(ballot)}: ${told.filter(Boolean).join(', ')}`;
    }
    case 'try-pre-accept':
      return `slot ${body.slot} in ${ballotWords(body.ballot)}: ${attributesWords(body.initial)}`;
    case 'tried': {
      const { against, unordered, notBelow } = body.objections;
      const words = [
        against ? 'it was not committed' : '',
        unordered.length > 0 ? `unordered with slot ${unordered.join(', ')}` : '',
        notBelow.length > 0 ? `maybe not above slot ${notBelow.join(', ')}` : '',
      ].filter(Boolean);
      return `slot ${body.slot} in ${ballotWords(body.ballot)}: ${words.join('; ') || 'no objection'}`;
    }
    case 'nack':
      return `slot ${body.slot}, promised ${ballotWords(body.promised)}`;
    case 'heartbeat':
      return `executed below ${body.executed.join(' ')}${body.floor >= 0 ? `, floor ${body.floor}` : ''}`;
    case 'learn':
      return `slots ${body.slots.join(' ')}`;
    case 'commits':
      return body.slots.map((slot, i) => `slot ${slot}: ${attributesWords(body.values[i])}`).join('; ');
  }
}

function ballotWords(ballot: number): string {
  return ballot === 0 ? '0' : `${roundOf(ballot)}.${recovererOf(ballot)}`;
}

function statusWords(status: number): string {
  return ['nothing seen', 'pre-accepted', 'accepted', 'committed', 'executed'][status];
}

function attributesWords(attributes: Attributes): string {
  return isNoOp(attributes.command)
    ? 'no-op'
    : `${commandWords(attributes.command)} ${placeWords(attributes)}`;
}

function placeWords({ seq, deps }: Pick<Attributes, 'seq' | 'deps'>): string {
  return `seq ${seq} after ${deps.map((number) => (number < 0 ? '·' : number)).join(' ')}`;
}
