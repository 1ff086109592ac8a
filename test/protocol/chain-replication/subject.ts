import { chainReplicationMachine } from '../../../src/protocol/chain-replication/machine.js';
import type { State } from '../../../src/protocol/chain-replication/state.js';
import type { Machine } from '../../../src/protocol/contract/machine.js';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import { holdsIn, type Subject } from '../subject.js';

/** Keeps little, so that short runs make snapshots, cut the list, and send snapshots to those that were away. */
export const SMALL_LIMITS = { snapshotEvery: 5, maxLag: 12 };

export const isOnDisk = holdsIn(SNAPSHOT);

export const chainSubject: Subject = {
  factory: chainReplicationMachine(SMALL_LIMITS),
  store: (machine) => stateOf(machine).store,
  executed: (machine) => stateOf(machine).executed,
  holds: isOnDisk,
};

export function stateOf(machine: Machine): State {
  return machine.state as State;
}
