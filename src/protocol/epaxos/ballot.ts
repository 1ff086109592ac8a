/**
 * Ballots of one instance. The command leader owns ballot 0 of its instances, once; whoever recovers one takes a higher
 * one.
 */
export { ballotAbove, ownerOf as recovererOf, roundOf } from '../ballot.js';
