/** Ballots of revocations. What an owner suggests in its own slot is ballot 0, below all. */
export { ballotAbove, ownerOf as revokerOf, roundOf } from '../ballot.js';
