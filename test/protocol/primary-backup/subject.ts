import type { Command, Machine } from '../../../src/protocol/contract.js';
import { SNAPSHOT } from '../../../src/protocol/primary-backup/epoch.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import type { Entry, Snapshot } from '../../../src/protocol/primary-backup/messages.js';
import type { State } from '../../../src/protocol/primary-backup/state.js';
import { isDone } from '../../../src/protocol/sessions.js';
import type { Subject } from '../subject.js';

/** Keeps little, so that short runs make snapshots, cut the log, and are sent snapshots. */
export const SMALL_LIMITS = { snapshotEvery: 5, maxLag: 12 };

export const primaryBackupSubject: Subject = {
  factory: primaryBackupMachine({ limits: SMALL_LIMITS }),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

export function isOnDisk(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
  const snapshot = durable.get(SNAPSHOT) as Snapshot | undefined;
  const session = snapshot?.sessions.get(client);
  if (session !== undefined && isDone(session, seq)) return true;
  for (const [key, record] of durable) {
    if (key < 0) continue;
    const { command } = record as Entry;
    if (command.client === client && command.seq === seq) return true;
  }
  return false;
}
