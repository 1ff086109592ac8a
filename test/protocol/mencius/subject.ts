import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import type { Entry, Snapshot, Votes } from '../../../src/protocol/mencius/messages.js';
import { ownerOfVotes, SNAPSHOT } from '../../../src/protocol/mencius/records.js';
import type { State } from '../../../src/protocol/mencius/state.js';
import { isDone } from '../../../src/protocol/sessions.js';
import type { Subject } from '../subject.js';

/** Keeps little and looks ahead little, so that short runs make snapshots, cut the log, and revoke again and again. */
export const SMALL_LIMITS = { window: 8, ahead: 12, snapshotEvery: 5, maxLag: 40, batch: 16 };

export const menciusSubject: Subject = {
  factory: menciusMachine(SMALL_LIMITS),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

/** In the snapshot, as a suggestion, or adopted by a revoker. */
export function isOnDisk(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
  const session = (durable.get(SNAPSHOT) as Snapshot | undefined)?.sessions.get(client);
  if (session !== undefined && isDone(session, seq)) return true;
  const isIt = (command: Command): boolean => command.client === client && command.seq === seq;
  for (const [key, record] of durable) {
    if (key >= 0 && isIt((record as Entry).command)) return true;
    if (key >= 0 || ownerOfVotes(key) < 0) continue;
    for (const { values } of (record as Votes).ranges) {
      if (values.some(({ command }) => isIt(command))) return true;
    }
  }
  return false;
}
