import type { Effects, MachineSetup } from './contract/machine.js';
import { deference } from './precedence.js';

/** The two timers of protocols that elect a leader: a follower's patience, and the leader's heartbeats. */
export const ELECTION = 1;
export const BEAT = 2;

/** A leader that has to wait before it serves: for how long is over. */
export const SERVE = 3;

/** A replica that waits to hear a leader. */
interface Waiting {
  readonly setup: MachineSetup;
  /**
   * Since when (ms, by its clock) the election timeout counts, how long (ms) it is this time, and the leader that was
   * heard last, by number; below 0, or absent: not known.
   */
  readonly state: { quietSince: number; timeout: number; readonly heardFrom?: number };
}

/**
 * Waits for a leader to be heard, for a time drawn anew from this member's own range: it is by different patience that
 * split votes end (Ongaro, Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014, §5.2). Traffic does not
 * set the timer again, it moves `quietSince`; the timer looks there when it goes off.
 */
export function awaitLeader({ state, setup }: Waiting, effects: Effects): void {
  const [low, high] = setup.members[setup.self].election;
  state.timeout = low + (high - low) * effects.random();
  state.quietSince = effects.now;
  effects.setTimer(ELECTION, state.timeout);
}

/**
 * The timer has gone off: is it time for an election? If a leader was heard meanwhile, waits for the rest.
 *
 * @param lost the leader that is silent, by number; below 0: not known
 */
export function hasLostPatience(
  { state, setup }: Waiting,
  effects: Effects,
  lost = state.heardFrom,
): boolean {
  const rest = state.quietSince + state.timeout + deference(setup, lost) - effects.now;
  if (rest <= 1e-9) return true;
  effects.setTimer(ELECTION, rest);
  return false;
}
