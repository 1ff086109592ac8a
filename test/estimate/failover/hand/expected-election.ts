import { splitVoteProbability } from '../../../../src/estimate/failover/split-vote.js';

/**
 * Expected time from the crash of a leader until the next is elected: E = (1 + 1/(s+1) + l)/(1 − P) + l + W − h/2. The
 * first of s timeouts, and a message that asks for votes; again after each split; the answer, with a durable write; less
 * the time since the last heartbeat, half an interval on average.
 *
 * @param write time of the voters' durable write
 * @param heartbeat interval between heartbeats; half a unit in the dissertation
 * @throws RangeError as `splitVoteProbability`.
 */
export function expectedElection(
  survivors: number,
  n: number,
  latency: number,
  write = 0,
  heartbeat = 0.5,
): number {
  const rounds = 1 / (1 - splitVoteProbability(survivors, n, latency));
  return (1 + 1 / (survivors + 1) + latency) * rounds + latency + write - heartbeat / 2;
}
