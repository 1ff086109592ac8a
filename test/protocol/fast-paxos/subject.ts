import type { Machine } from '../../../src/protocol/contract/machine.js';
import { SNAPSHOT } from '../../../src/protocol/fast-paxos/ballot.js';
import { fastPaxosMachine } from '../../../src/protocol/fast-paxos/machine.js';
import type { State } from '../../../src/protocol/fast-paxos/state.js';
import { holdsIn, type Subject } from '../subject.js';

/** Keeps little, so that short runs make snapshots, cut the log, and catch up in many small steps. */
export const SMALL_LIMITS = { snapshotEvery: 5, maxLag: 12, batch: 3 };

export const isOnDisk = holdsIn(SNAPSHOT);

export const fastPaxosSubject: Subject = {
  factory: fastPaxosMachine(SMALL_LIMITS),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}
