import type { Command, Machine } from '../../../src/protocol/contract.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import type { Entry } from '../../../src/protocol/primary-backup/messages.js';
import type { State } from '../../../src/protocol/primary-backup/state.js';
import type { Subject } from '../subject.js';

export const primaryBackupSubject: Subject = {
  factory: primaryBackupMachine(),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

export function isOnDisk(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
  for (const [key, record] of durable) {
    if (key < 0) continue;
    const { command } = record as Entry;
    if (command.client === client && command.seq === seq) return true;
  }
  return false;
}
