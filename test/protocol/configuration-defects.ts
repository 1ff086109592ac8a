import type { Machine } from '../../src/protocol/contract/machine.js';
import type { Alteration } from './altered.js';
import type { Defect, InSchedules } from './defect.js';

/**
 * Alterations that all protocols with leases and a configuration manager are to be caught at; what is wrong with them, and
 * how they are found, is the protocol's.
 */

/** By random schedules of machines that keep little, in which the paper's invariants are held against all replicas, too. */
export interface Watched extends InSchedules {
  readonly watched?: true;
}

type Named = Pick<Defect, 'name' | 'alteration'>;

/** What is below the base of the log counts as being on disk. */
export const INSTALLED_AT_ONCE: Alteration = {
  after: (machine) => {
    const { log } = machine.state as { log: { base: number; flushed: number } };
    log.flushed = Math.max(log.flushed, log.base);
  },
};

export const INSTALLED_TOO_EARLY: Named = {
  name: 'an installed snapshot counted before it is on disk',
  alteration: INSTALLED_AT_ONCE,
};

export const LEASE_FROM_RECEPTION: Named = {
  name: 'a lease counted from the reception of the acknowledgement',
  alteration: {
    message: (_from, body, effects) =>
      body.type === 'granted' ? ({ ...body, sentAt: effects.now } as typeof body) : body,
  },
};

export const SHORT_GRACE: Named = {
  name: 'a grace period shorter than the lease',
  alteration: { setup: (setup) => ({ ...setup, grace: setup.lease / 2 }) },
};

export const ADDED_TOO_EARLY: Named = {
  name: 'a candidate added before it has caught up',
  alteration: {
    message: (_from, body) =>
      body.type === 'granted'
        ? ({ ...body, upTo: (body as unknown as { committed: number }).committed } as typeof body)
        : body,
  },
};

export const LEASES_FORGOTTEN: Named = {
  name: 'leases forgotten in a restart',
  alteration: {
    afterRestart: (machine: Machine) => {
      (machine.state as { heardAt: number }).heardAt = Number.NEGATIVE_INFINITY;
    },
  },
};
