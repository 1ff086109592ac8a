/**
 * Durable records and the tokens that come back once they are on disk. A slot's number (0 and up) is the key of what
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

/** Versions of one record stay below this, so that (key, version) fits into the 53 bits of a token. */
const VERSIONS = 2 ** 22;

/** Names one writing of a record. Suggestions are written once: version 0. */
export function tokenOf(key: number, version: number): number {
  return key * VERSIONS + (version % VERSIONS);
}

export function keyOf(token: number): number {
  return Math.floor(token / VERSIONS);
}

export function versionOf(token: number): number {
  return token - keyOf(token) * VERSIONS;
}
