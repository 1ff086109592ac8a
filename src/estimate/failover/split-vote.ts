/**
 * A closed form of Ongaro's dissertation, "Consensus: Bridging Theory and Practice", Stanford 2014, chapter 9, for Raft
 * without pre-vote, every message taking the same time. All times are in units of the election timeouts' range: they are
 * drawn uniformly from [1, 2].
 */

/**
 * Probability that an election is split: that of `survivors` of n servers, all with the same log, so many more lose
 * patience before the first one's request for votes reaches them that too few are left to elect it:
 * P = Σₖ₌c₋₁ˢ C(s,k) lᵏ (1−l)ˢ⁻ᵏ, with c = s − ⌊n/2⌋ + 1 candidates that split the vote.
 *
 * @param survivors servers that are up, a majority of n at least
 * @param latency of one message, one way, 0…1
 * @throws RangeError where a number is out of its range.
 */
export function splitVoteProbability(survivors: number, n: number, latency: number): number {
  const needed = Math.floor(n / 2) + 1;
  if (!(Number.isInteger(survivors) && survivors >= needed && survivors <= n))
    throw new RangeError(`of ${n} servers ${needed} to ${n} elect a leader, not ${survivors}`);
  if (!(latency >= 0 && latency <= 1))
    throw new RangeError(`a latency lies between 0 and 1 ranges of timeouts, not at ${latency}`);
  const candidates = survivors - Math.floor(n / 2) + 1;
  let probability = 0;
  for (let k = Math.max(0, candidates - 1); k <= survivors; k++) {
    probability += binomial(survivors, k) * latency ** k * (1 - latency) ** (survivors - k);
  }
  return probability;
}

function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}
