import type { Ack, Inquire } from '../../../src/protocol/two-phase-commit/messages.js';
import { LIFE, placeOf, REFUSED } from '../../../src/protocol/two-phase-commit/messages.js';
import { passOn } from '../altered.js';
import {
  type Defect,
  executingCopies,
  forgottenInRestart,
  type InSchedules,
  type InScript,
  notWaitingForTheDisk,
} from '../defect.js';
import { stateOf } from './subject.js';

/** r2, asked by r1, swears never to vote for the transaction, restarts, and then gets its prepare. */
const LATE_PREPARE = `
> setup n=3 leader=r0 reads=primary
> start
> request r0 c1#1 write k1=7
> deliver prepare r0>r1
> disk r1
> cut r0
> wait 3200ms
> deliver inquire r1>r2
> disk r2
> deliver abort r2>r1
> crash r2
> restart r2
> deliver prepare r0>r2
> disk r2`;

export const DEFECTS: readonly Defect<InSchedules | InScript>[] = [
  { ...executingCopies(), found: { by: 'random schedules', seeds: 400 } },
  {
    name: 'a vote before the prepared record is durable',
    wrong: 'a participant votes yes as soon as it has handed the record to its disk',
    check: 'durability',
    found: { by: 'random schedules', seeds: 100 },
    alteration: notWaitingForTheDisk((key) => placeOf(key) >= 0),
  },
  {
    name: 'a decision told before it is durable',
    wrong: 'the coordinator answers and tells as soon as it has handed the decision to its disk',
    check: 'durability',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      effects: (effects, machine) => ({
        ...passOn(effects),
        get now() {
          return effects.now;
        },
        persist(key, record, token) {
          effects.persist(key, record, token);
          if (key >= 0 && machine.leads) machine.durable(token, effects);
        },
      }),
    },
  },
  {
    name: 'a vote forgotten in a restart',
    wrong: 'a participant that restarts does not read its prepared records',
    check: 'atomicity',
    found: { by: 'random schedules', seeds: 400 },
    alteration: forgottenInRestart((key) => placeOf(key) >= 0),
  },
  {
    name: 'locks released on a timeout in doubt',
    wrong: 'a participant that has voted yes and waited long enough aborts by itself',
    check: 'atomicity',
    found: { by: 'random schedules', seeds: 400 },
    alteration: {
      effects: (effects, machine) => ({
        ...passOn(effects),
        get now() {
          return effects.now;
        },
        send(to, body) {
          effects.send(to, body);
          if (body.type !== 'inquire') return;
          for (const txn of (body as Inquire).txns) {
            const prepared = stateOf(machine).open.get(txn);
            if (prepared === undefined || effects.now - prepared.since < 80) continue;
            machine.message(to, { type: 'abort', txn } as never, this);
          }
        },
      }),
    },
  },
  {
    name: 'a refusal forgotten in a restart',
    wrong: 'a participant tells another that it will not vote, crashes, and votes',
    check: 'atomicity',
    found: { by: 'a script', script: LATE_PREPARE },
    alteration: forgottenInRestart((key) => key === REFUSED),
  },
  {
    name: 'a coordinator that uses its transaction numbers again',
    wrong: 'a restart is no new life: old votes count for new transactions',
    check: 'durability',
    also: 'atomicity',
    found: { by: 'random schedules', seeds: 2000 },
    alteration: forgottenInRestart((key) => key === LIFE),
  },
  {
    name: 'decisions forgotten at the first acknowledgement',
    wrong:
      'the coordinator takes one acknowledgement for all, and then presumes that what it forgot was aborted',
    check: 'atomicity',
    found: { by: 'random schedules', seeds: 400 },
    alteration: {
      message: (_from, body, _effects, machine) => {
        const { office } = stateOf(machine);
        if (body.type !== 'ack' || office === null) return body;
        const { upTo } = body as Ack;
        const { slotOf } = stateOf(machine).log;
        for (const [txn, slot] of slotOf) if (slot < upTo) slotOf.delete(txn);
        office.acked = office.acked.map((acked) => Math.max(acked, upTo));
        return body;
      },
    },
  },
  {
    name: 'one vote taken for all',
    wrong: 'the coordinator decides with the first vote',
    check: 'atomicity',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      after: (machine) => {
        const { office } = stateOf(machine);
        for (const transaction of office?.active.values() ?? []) transaction.votes |= 0b11;
      },
    },
  },
  {
    name: 'the table of what is done lost in a restart',
    wrong: 'the coordinator that restarts knows the values and not whose writes they are',
    check: 'once',
    found: { by: 'random schedules', seeds: 400 },
    alteration: { afterRestart: (machine) => stateOf(machine).sessions.clear() },
  },
];
