/**
 * The token that comes back once a record is durable: which record, and which version of it. A record may be written again
 * while an earlier write is still under way; the version in the token says which of the two is done.
 */

/** Versions of one record stay below this, so that (key, version) fits into the 53 bits of a token. */
export const VERSIONS = 2 ** 22;

export function tokenOf(key: number, version: number): number {
  return key * VERSIONS + (version % VERSIONS);
}

/** The key in a token. */
export function keyOf(token: number): number {
  return Math.floor(token / VERSIONS);
}

/** The version in a token. */
export function versionIn(token: number): number {
  return token - Math.floor(token / VERSIONS) * VERSIONS;
}
