import { sinceBefore } from '../../../src/protocol/log/linked.js';
import { endOf, entryAt } from '../../../src/protocol/log/stretch.js';
import type { Entry, Prepare } from '../../../src/protocol/pacifica/messages.js';
import { RECORD } from '../../../src/protocol/pacifica/state.js';
import {
  ADDED_TOO_EARLY,
  INSTALLED_TOO_EARLY,
  LEASE_FROM_RECEPTION,
  LEASES_FORGOTTEN,
  SHORT_GRACE,
  type Watched,
} from '../configuration-defects.js';
import { type Defect, executingCopies, forgottenInRestart, type InScript } from '../defect.js';
import { AWAY, ISOLATING } from '../weather.js';
import { stateOf } from './subject.js';

/**
 * A script in which c9 reads 7 although c2 was told that 8 is written.
 *
 * r1 and r2 grant leases at 400 ms, and r0 hears of it at 2300 ms only. They wait until 2400 ms. r0's leases were over at
 * 1400 ms, as counted from the sending of the beacon; from the reception of the answer they would last until 3300 ms.
 */
const LATE_GRANTS = `
> setup n=3 leader=r0 reads=leader-lease heartbeat=400
> start
> settle
> request r0 c1#1 write k1=7
> settle
> wait 400ms
> deliver beacon
> cut r0
> wait 1900ms
> deliver granted
> wait 200ms
> settle
> wait 700ms
> settle
> request r1 c2#1 write k1=8
> settle
> request r0 c9#1 read k1`;

export const DEFECTS: readonly Defect<Watched | InScript>[] = [
  {
    ...LEASE_FROM_RECEPTION,
    wrong: 'it may still be held when the secondary that granted it is primary',
    check: 'reads',
    found: { by: 'a script', script: LATE_GRANTS },
  },
  {
    ...SHORT_GRACE,
    wrong: 'a secondary becomes primary while the old one still answers reads',
    check: 'reads',
    found: { by: 'random schedules', seeds: 400 },
  },
  {
    name: 'truncation forgotten',
    wrong:
      'a secondary keeps what its new primary has not got, and executes it in the place of what is committed',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: {
      message: (_from, body, _effects, machine) => {
        if (body.type === 'beacon') return { ...body, start: Number.MAX_SAFE_INTEGER } as typeof body;
        if (body.type !== 'prepare') return body;
        const message = body as Prepare;
        const { log, executed } = stateOf(machine);
        const own = (slot: number): Entry | undefined =>
          slot >= executed && slot < endOf(log) ? entryAt(log, slot) : undefined;
        const { first } = message;
        return {
          ...message,
          start: Number.MAX_SAFE_INTEGER,
          prev: first >= log.base && first <= endOf(log) ? sinceBefore(log, first) : message.prev,
          entries: message.entries.map((entry, i) => own(first + i) ?? entry),
        } as Prepare;
      },
    },
  },
  {
    name: 'reconciliation skipped',
    wrong:
      'a new primary takes what it finds in its prepared list for committed, though others may not have it',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 3000 },
    alteration: {
      after: (machine) => {
        const state = stateOf(machine);
        if (state.office !== null) state.committed = Math.max(state.committed, state.office.start);
      },
    },
  },
  {
    name: 'committing when a majority has acknowledged',
    wrong: 'one that has not may be the next primary',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: {
      after: (machine) => {
        const { office } = stateOf(machine);
        if (office === null) return;
        const most = Math.max(...office.acked);
        office.acked.fill(most);
      },
    },
  },
  {
    ...ADDED_TOO_EARLY,
    wrong: 'it lacks what was committed without it, and may be the next primary',
    check: 'agreement',
    found: { by: 'random schedules', weather: ISOLATING, seeds: 400 },
  },
  {
    ...INSTALLED_TOO_EARLY,
    wrong: 'a candidate is added for what a crash makes it forget, and may be the next primary',
    check: 'invariant',
    found: { by: 'random schedules', weather: AWAY, watched: true, seeds: 400 },
  },
  {
    ...LEASES_FORGOTTEN,
    wrong: 'it becomes primary while the old one still answers reads by the lease that it has granted',
    check: 'reads',
    found: { by: 'random schedules', seeds: 400 },
  },
  {
    name: 'the configuration forgotten in a restart',
    wrong: 'an old primary finds listeners again, and the manager decides a version twice',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: forgottenInRestart((key) => key === RECORD),
  },
  {
    name: 'what was prepared forgotten in a restart',
    wrong: 'the primary counts on what a secondary no longer has',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  { ...executingCopies(), found: { by: 'random schedules', seeds: 400 } },
];
