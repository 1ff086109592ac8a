import type { Machine } from '../../../src/protocol/contract/machine.js';
import { SNAPSHOT } from '../../../src/protocol/primary-backup/epoch.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import type { State } from '../../../src/protocol/primary-backup/state.js';
import { holdsIn, type Subject } from '../subject.js';

/** Keeps little, so that short runs make snapshots, cut the log, and are sent snapshots. */
export const SMALL_LIMITS = { snapshotEvery: 5, maxLag: 12 };

export const isOnDisk = holdsIn(SNAPSHOT);

export const primaryBackupSubject: Subject = {
  factory: primaryBackupMachine({ limits: SMALL_LIMITS }),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}
