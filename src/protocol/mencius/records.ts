/**
 * Durable records. A slot's number (0 and up) is the key of what
 * its owner suggested there. The others:
 *
 *   floor      the first own slot that may be used after a crash
 *   snapshot   all that executing has left behind
 *   votes      one record for each owner: what was promised and accepted in revoking its slots
 */
export const FLOOR = -1;
export { SNAPSHOT } from '../contract/machine.js';

const VOTES = -3;

/** Key of the votes about this owner's slots. */
export function votesKey(owner: number): number {
  return VOTES - owner;
}

/** The owner whose votes this key holds; negative where it holds none. */
export function ownerOfVotes(key: number): number {
  return VOTES - key;
}
