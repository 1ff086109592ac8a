import type { QuorumSystem } from '../../quorum/system.js';
import type { Command } from '../contract.js';
import { epochOf, takeoverOf } from './epoch.js';
import { epochBefore, slotOf } from './log.js';
import type { State } from './state.js';

/**
 * The operator's part of a takeover, as functions of what replicas know. In this order: stop the old primary for certain
 * and see to it that it comes back as a backup (its record of the epoch is set to the new one); look at the backups; order
 * the right one to lead.
 */

/** A replica that the operator has looked at. */
export interface Seen {
  readonly replica: number;
  readonly state: State;
}

/** Whom to promote, and the epoch that the order names. */
export interface Successor {
  readonly replica: number;
  readonly epoch: number;
}

/**
 * The backup whose log is the most recent: of the latest epoch at its end, then the longest, then the first in the file.
 *
 * @param latest the epoch of the takeover before, from the operator's own records (0: none): those who knew may be gone
 * @throws RangeError where there is none to choose from
 */
export function chooseSuccessor(seen: readonly Seen[], latest: number): Successor {
  if (seen.length === 0) throw new RangeError('there is no backup to promote');
  const [best] = [...seen].sort(
    (a, b) =>
      lastEpoch(b.state) - lastEpoch(a.state) ||
      lengthOf(b.state) - lengthOf(a.state) ||
      a.replica - b.replica,
  );
  const takeover = Math.max(takeoverOf(latest), ...seen.map(({ state }) => takeoverOf(state.epoch)));
  return { replica: best.replica, epoch: epochOf(takeover + 1, best.replica) };
}

/**
 * May a takeover lose acknowledged writes if the operator has looked at these replicas only (bit i set: replica i)? It
 * may if the others are a quorum, for then some write may be on their disks alone. With `all` any one replica will do;
 * with k of n it takes n − k + 1; where the old primary is a quorum alone nothing helps but its own disk.
 */
export function mayForget(phase2: QuorumSystem, seen: number): boolean {
  const everyone = phase2.members.reduce((set, _, i) => set | (1 << i), 0);
  return phase2.contains(everyone & ~seen);
}

/** What a takeover forgets: updates that the old primary has and its successor has not. */
export interface Forgotten {
  /** Acknowledged for certain, and the successor has never heard of them. */
  readonly acknowledged: readonly Command[];
  /**
   * Perhaps: acknowledged, and in the successor's log but not on its disk yet, so that a crash would lose them; or written
   * before a restart of the old primary, which has not found out since whether they were acknowledged.
   */
  readonly perhaps: readonly Command[];
}

/** The update loss of a takeover, from what the old primary and its successor know at that moment. */
export function forgottenBy(old: State, successor: State): Forgotten {
  const acknowledged: Command[] = [];
  const perhaps: Command[] = [];
  const { length } = old.log.entries;
  // A replica that has not got so far as to lead may have been told of commits that it lacks.
  const end = Math.min(length, Math.max(old.committed, old.office?.start ?? length));
  for (let slot = 0; slot < end; slot++) {
    const { command } = old.log.entries[slot];
    if (command.client < 0) continue;
    const there = slotOf(successor.log, command);
    if (there >= 0 && there < successor.log.flushed) continue;
    if (there < 0 && slot < old.committed) acknowledged.push(command);
    else perhaps.push(command);
  }
  return { acknowledged, perhaps };
}

function lengthOf({ log }: State): number {
  return log.entries.length;
}

function lastEpoch(state: State): number {
  return epochBefore(state.log, lengthOf(state));
}
