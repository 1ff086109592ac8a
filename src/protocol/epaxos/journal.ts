import type { Effects } from '../contract/machine.js';
import { objectionsTo } from './interference.js';
import { COMMITTED, type EpaxosMessage } from './messages.js';
import type { Vote } from './records.js';
import { rowOf } from './slots.js';
import type { Instance, Replica } from './state.js';

/**
 * Whatever an acceptor answers is on its disk first. An instance's duty is the answer that it owes; a later one takes
 * the place of an earlier one whose record is still being written.
 */

/** Writes down what an instance has come to; `to` is told once that is on disk. */
export function writeDown(
  { state }: Replica,
  slot: number,
  instance: Instance,
  duty: Instance['duty'],
  to: number,
  effects: Effects,
): void {
  const key = state.journal++;
  state.writing.set(key, slot);
  instance.record = key;
  instance.onDisk = false;
  instance.duty = duty;
  instance.to = to;
  const { promised, votedIn, status, initial, value } = instance;
  const vote: Vote = { slot, promised, votedIn, status, initial, value };
  effects.persist(key, vote, key);
}

/** What this replica owes to `instance.to` by now. */
export function owed(replica: Replica, slot: number, instance: Instance): EpaxosMessage | null {
  const { state, setup } = replica;
  const { promised: ballot, votedIn, status, initial, value, covered } = instance;
  if (status >= COMMITTED) return null;
  switch (instance.duty) {
    case 'pre-accepted':
      return { type: 'pre-accepted', slot, seq: value!.seq, deps: value!.deps, covered };
    case 'promise': {
      const own = rowOf(slot, setup.n) === setup.self;
      const undecided = own && slot >= state.firstOfLife * setup.n;
      return { type: 'promise', slot, ballot, status, votedIn, initial, value, undecided };
    }
    case 'tried':
      return { type: 'tried', slot, ballot, objections: objectionsTo(replica, slot, initial!) };
    case 'accepted':
      return { type: 'accepted', slot, ballot };
    case '':
      return null;
  }
}
