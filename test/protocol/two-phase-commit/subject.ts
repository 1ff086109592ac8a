import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import { isDone } from '../../../src/protocol/sessions.js';
import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import {
  type Entry,
  placeOf,
  SNAPSHOT,
  type Snapshot,
} from '../../../src/protocol/two-phase-commit/messages.js';
import type { Limits, State } from '../../../src/protocol/two-phase-commit/state.js';
import type { Subject } from '../subject.js';

/** Snapshots often enough to happen in a short schedule, and small batches. */
export const SMALL: Limits = { snapshotEvery: 12, requests: 1000, window: 6, again: 3 };

export const twoPhaseCommitSubject: Subject = {
  factory: twoPhaseCommitMachine(SMALL),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

/** Prepared, decided, or in the snapshot. */
export function isOnDisk(durable: ReadonlyMap<number, unknown>, command: Command): boolean {
  const isThis = (record: unknown): boolean => {
    const other = (record as Entry | null)?.command;
    return other?.client === command.client && other.seq === command.seq;
  };
  for (const [key, record] of durable) {
    if (key === SNAPSHOT) {
      const { sessions, entries } = record as Snapshot;
      const session = sessions.get(command.client);
      if ((session !== undefined && isDone(session, command.seq)) || entries.some(isThis)) return true;
    } else if ((key >= 0 || placeOf(key) >= 0) && isThis(record)) {
      return true;
    }
  }
  return false;
}
