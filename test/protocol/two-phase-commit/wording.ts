import { inDoubt } from '../../../src/protocol/two-phase-commit/doubt.js';
import {
  type CommitMessage,
  type Entry,
  LIFE,
  NO_TXN,
  REFUSED,
  SNAPSHOT,
  type Snapshot,
} from '../../../src/protocol/two-phase-commit/messages.js';
import type { Wording } from '../recorder.js';
import { commandWords, storeWords } from '../words.js';
import { stateOf } from './subject.js';

/** Two-phase commit in words. Transactions are called t1, t2, … in the coordinator's first life, t1.1, … in the next. */
export const twoPhaseCommitWording: Wording = {
  message: (body) => `${body.type} ${messageWords(body as CommitMessage)}`,

  record: (key, record) => {
    if (key === LIFE) return `life ${record}`;
    if (key === REFUSED) return `never to vote for ${name(record as number)} or below`;
    if (key === SNAPSHOT) return `snapshot below slot ${(record as Snapshot).executed}`;
    const { txn, command } = record as Entry;
    return `${key < 0 ? 'prepared' : `slot ${key}: committed`} ${name(txn)}, ${commandWords(command)}`;
  },

  timer: () => 'tick',

  state: (machine) => {
    const { executed, store, open, office } = stateOf(machine);
    const values = storeWords(store);
    const doubts = inDoubt(stateOf(machine), 0).map(({ txn, key }) => `${name(txn)} (lock on k${key})`);
    const rest =
      office === null
        ? `in doubt about ${doubts.join(', ') || 'nothing'}, ${open.size - doubts.length} not voted on`
        : `collecting votes on ${[...office.active.keys()].map(name).join(', ') || 'nothing'}, ${office.requests.size} writes held`;
    return `executed below ${executed}, store {${values}}, ${rest}`;
  },
};

function messageWords(body: CommitMessage): string {
  switch (body.type) {
    case 'prepare':
      return `${name(body.txn)}: ${commandWords(body.command)}`;
    case 'vote':
      return `${body.yes ? 'yes' : 'no'} to ${name(body.txn)}`;
    case 'commit':
      return `${name(body.txn)} in slot ${body.slot}`;
    case 'abort':
      return name(body.txn);
    case 'ack':
      return `below slot ${body.upTo}`;
    case 'inquire':
      return body.txns.map(name).join(', ');
    case 'forward':
      return commandWords(body.command);
    case 'result':
      return `c${body.client}#${body.seq} is ${body.result}`;
  }
}

function name(txn: number): string {
  if (txn === NO_TXN) return 'filler';
  const life = Math.floor(txn / 2 ** 32);
  const number = txn % 2 ** 32;
  return life === 0 ? `t${number}` : `t${life}.${number}`;
}
