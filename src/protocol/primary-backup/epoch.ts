/**
 * Epochs: under which primary, and in which of its lives, an entry was written. PostgreSQL calls the like a timeline.
 *
 * An epoch is the triple (takeover, primary, life), packed into one integer that compares as the triple does. The
 * configured primary has takeover 1. Each takeover counts one up; each restart of a primary that nobody has replaced
 * gives it another life, so that what it said before the crash, and may not have on its disk, is told from what it says
 * after. A restart never outnumbers a takeover.
 */

/** Below every epoch: what comes before the first entry. */
export const NO_EPOCH = 0;

/** A power of two, at least MAX_MEMBERS of the quorum room. */
const REPLICAS = 32;
/** Restarts of one primary between two takeovers. */
const LIVES = 2 ** 20;

/** The first epoch of a primary after so many takeovers; 1 is the configured primary's. */
export function epochOf(takeover: number, primary: number): number {
  return (takeover * REPLICAS + primary) * LIVES;
}

export function takeoverOf(epoch: number): number {
  return Math.floor(epoch / (REPLICAS * LIVES));
}

/** The primary of an epoch. */
export function primaryOf(epoch: number): number {
  return Math.floor(epoch / LIVES) % REPLICAS;
}

/** How often its primary had restarted. */
export function lifeOf(epoch: number): number {
  return epoch % LIVES;
}

/**
 * The same primary's next life.
 *
 * @throws RangeError after 1,048,575 restarts.
 */
export function nextLife(epoch: number): number {
  if (lifeOf(epoch) === LIVES - 1) throw new RangeError(`a primary may restart ${LIVES - 1} times`);
  return epoch + 1;
}

/** Keys of durable records: the epoch, the snapshot, a takeover under way. A slot's number (0 and up) is the key of its entry. */
export const EPOCH = -1;
export { SNAPSHOT } from '../contract/machine.js';
export const TAKEOVER = -3;
