import type { State } from './state.js';

/** A transaction that a participant has voted for and not heard the decision of. Its lock stays until it has. */
export interface Doubt {
  readonly txn: number;
  /** The client's operation. */
  readonly client: number;
  readonly seq: number;
  /** The key whose lock it holds. */
  readonly key: number;
  /** For how long so far (ms), through restarts of the participant. */
  readonly lasts: number;
  /** Another transaction waits here for the lock. */
  readonly blocks: boolean;
}

/**
 * The window of vulnerability as it stands: which locks does this replica hold, and since when, without being free to give
 * them back? (Bernstein, Hadzilacos, Goodman, §7.3, "uncertainty period".)
 *
 * @param state the state of a two-phase-commit machine
 * @param now this replica's clock (ms)
 */
export function inDoubt(state: State, now: number): Doubt[] {
  const doubts: Doubt[] = [];
  for (const [txn, { command, since, voted }] of state.open) {
    const { client, seq, key } = command;
    if (!voted || state.locks.get(key) !== txn) continue;
    doubts.push({ txn, client, seq, key, lasts: now - since, blocks: state.waiting.has(key) });
  }
  return doubts;
}
