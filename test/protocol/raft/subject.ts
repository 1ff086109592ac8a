import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { recover } from '../../../src/protocol/raft/records.js';
import type { State } from '../../../src/protocol/raft/state.js';
import { isDone } from '../../../src/protocol/sessions.js';
import type { Subject } from '../subject.js';

/** Keeps little, so that short runs make snapshots, cut the log, and catch up in many small steps. */
export const SMALL_LIMITS = { snapshotEvery: 5, maxLag: 12, batch: 3 };

export const raftSubject: Subject = {
  factory: raftMachine(SMALL_LIMITS),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

/** In the snapshot or in the log that would be found after a crash now; entries that were replaced do not count. */
export function isOnDisk(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
  const { snapshot, log } = recover(durable, 0);
  const session = snapshot?.sessions.get(client);
  if (session !== undefined && isDone(session, seq)) return true;
  return log.entries.some(({ command }) => command.client === client && command.seq === seq);
}
