import type { Command, Machine } from '../../../src/protocol/contract.js';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import type { Entry, Snapshot } from '../../../src/protocol/pacifica/messages.js';
import { SNAPSHOT, type State } from '../../../src/protocol/pacifica/state.js';
import { isDone } from '../../../src/protocol/sessions.js';
import type { Subject } from '../subject.js';

/** Keeps little, so that short runs make snapshots, cut the list, and send snapshots to those that were away. */
export const SMALL_LIMITS = { snapshotEvery: 5, maxLag: 12 };

export const pacificaSubject: Subject = {
  factory: pacificaMachine(SMALL_LIMITS),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

export function isOnDisk(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
  const session = (durable.get(SNAPSHOT) as Snapshot | undefined)?.sessions.get(client);
  if (session !== undefined && isDone(session, seq)) return true;
  for (const [key, record] of durable) {
    if (key < 0) continue;
    const { command } = record as Entry;
    if (command.client === client && command.seq === seq) return true;
  }
  return false;
}
