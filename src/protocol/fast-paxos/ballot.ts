import { ballotAbove as nextAbove, REPLICAS } from '../ballot.js';

export { ballotOf, ownerOf, roundOf as numberOf } from '../ballot.js';

/**
 * Ballots, rounds, and the names under which a replica's durable records are kept.
 *
 * A ballot is the pair (number, replica): one tenure of one coordinator, begun by phase 1 for all slots. It holds two
 * rounds of voting: first a fast one, in which acceptors vote for what clients send them, then a classic one, in which
 * they vote for what the coordinator says. ("Fast Paxos" §3.1 has rounds of both kinds; that the next round after a fast
 * one has the same coordinator is what coordinated recovery, §3.2, asks for.) All are packed into integers that compare
 * as they should. Numbers start at 1; NO_BALLOT and NO_ROUND are below all.
 */

export const NO_BALLOT = 0;
export const NO_ROUND = 0;

/** What a promise reports for a slot whose value is known to be chosen: no round can say otherwise. */
export const DECIDED = Number.MAX_SAFE_INTEGER;

/** Rounds stay below this, so that (key, round) fits into the 53 bits of a token. */
const ROUNDS = 2 ** 24;

/**
 * The replica's lowest ballot with a number above that of `ballot`.
 *
 * @throws RangeError after 262,143 of them: one a second, for three days.
 */
export function ballotAbove(ballot: number, replica: number): number {
  const above = nextAbove(ballot, replica);
  if (classicRound(above) >= ROUNDS)
    throw new RangeError(`ballot ${above} is beyond the ${ROUNDS / 2 / REPLICAS} numbers there are`);
  return above;
}

/** The round in which acceptors choose for themselves. */
export function fastRound(ballot: number): number {
  return 2 * ballot;
}

/** The round after it, in which the coordinator says what to vote for. */
export function classicRound(ballot: number): number {
  return 2 * ballot + 1;
}

export function isFast(round: number): boolean {
  return round % 2 === 0;
}

export function ballotOfRound(round: number): number {
  return Math.floor(round / 2);
}

// ── Durable records ──────────────────────────────────────────────────────────────────────────────────────
// A slot's number (0 and up) is the key of the vote cast there.

/** Key of the highest ballot promised. */
export const PROMISE = -1;

/** Key of the snapshot. */
export { SNAPSHOT } from '../contract/machine.js';

/**
 * The token that comes back once a record is durable: which record, and in which round the vote was cast (for a
 * promise: its ballot; for a snapshot: which of them). A slot may be voted on again in a higher round while the first
 * vote is still being written; the round in the token says which of the two is done.
 */
export function tokenOf(key: number, round: number): number {
  return key * ROUNDS + round;
}

export function keyOf(token: number): number {
  return Math.floor(token / ROUNDS);
}

export function roundIn(token: number): number {
  return token - Math.floor(token / ROUNDS) * ROUNDS;
}
