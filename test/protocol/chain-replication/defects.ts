import type { Held } from '../../../src/protocol/chain-replication/messages.js';
import { RECORD } from '../../../src/protocol/chain-replication/state.js';
import { endOf } from '../../../src/protocol/log/stretch.js';
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
 * r0 and r1 grant the tail leases at 400 ms, and it hears of that at 2300 ms only. They wait until 2400 ms. Its leases were
 * over at 1400 ms, as counted from the sending of the beacon; from the reception of the answer they would last until 3300 ms.
 */
const LATE_GRANTS = `
> setup n=3 leader=r0 reads=tail disk=serial heartbeat=400
> start
> settle
> request r0 c1#1 write k1=7
> settle
> wait 400ms
> deliver beacon
> cut r2
> wait 1900ms
> deliver granted
> wait 200ms
> settle
> request r0 c2#1 write k1=8
> settle
> request r2 c9#1 read k1`;

export const DEFECTS: readonly Defect<Watched | InScript>[] = [
  {
    ...LEASE_FROM_RECEPTION,
    wrong: 'it may still be held when another that granted it is the tail',
    check: 'reads',
    found: { by: 'a script', script: LATE_GRANTS },
  },
  {
    ...SHORT_GRACE,
    wrong: 'another becomes the tail while the old one still answers reads',
    check: 'reads',
    found: { by: 'random schedules', seeds: 400 },
  },
  {
    ...ADDED_TOO_EARLY,
    wrong: 'the new tail lacks what was committed without it',
    check: 'invariant',
    found: { by: 'random schedules', watched: true, seeds: 50 },
  },
  {
    name: 'what a candidate had in another configuration counted',
    wrong: 'it was in a history that the chain did not follow',
    check: 'invariant',
    found: { by: 'random schedules', watched: true, seeds: 300 },
    alteration: {
      message: (_from, body, _effects, machine) => {
        const { version } = stateOf(machine).configuration;
        return body.type === 'granted' || body.type === 'held'
          ? ({ ...body, version } as unknown as Held)
          : body;
      },
    },
  },
  {
    name: 'a replica that is back taken to know what it has',
    wrong: 'it answers reads, as tail, before it has heard how much there is',
    check: 'reads',
    found: { by: 'random schedules', weather: ISOLATING, seeds: 400 },
    alteration: {
      afterRestart: (machine) => {
        stateOf(machine).due = 0;
      },
    },
  },
  {
    name: 'an update passed on before it is on disk',
    wrong: 'the successor may have what a crash makes its predecessor forget',
    check: 'durability',
    found: { by: 'random schedules', seeds: 100 },
    alteration: {
      after: (machine) => {
        const { log } = stateOf(machine);
        log.writing.fill(0);
        log.flushed = endOf(log);
      },
    },
  },
  {
    ...INSTALLED_TOO_EARLY,
    wrong: 'a candidate is added for what a crash makes it forget',
    check: 'invariant',
    found: { by: 'random schedules', weather: AWAY, watched: true, seeds: 400 },
  },
  {
    ...LEASES_FORGOTTEN,
    wrong: 'it becomes the tail while the old one still answers reads by the lease that it has granted',
    check: 'reads',
    found: { by: 'random schedules', seeds: 1000 },
  },
  {
    name: 'the configuration forgotten in a restart',
    wrong: 'an old head or tail finds listeners again, and the manager decides a version twice',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: forgottenInRestart((key) => key === RECORD),
  },
  {
    name: 'the history forgotten in a restart',
    wrong: 'the chain counts on what one in it no longer has',
    check: 'agreement',
    found: { by: 'random schedules', seeds: 400 },
    alteration: forgottenInRestart((key) => key >= 0),
  },
  { ...executingCopies(), found: { by: 'random schedules', seeds: 400 } },
];
