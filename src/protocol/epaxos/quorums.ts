import { quorumOfEach } from '../../quorum/combined.js';
import { threshold } from '../../quorum/shapes.js';
import { epaxosFastQuorumSize } from '../../quorum/sizes.js';
import type { QuorumScheme, QuorumSystem } from '../../quorum/system.js';
import type { Replica } from '../../topology/deployment.js';
import { hasVote, idsOf } from '../needs.js';

/**
 * Members in a fast quorum of n: f + ⌊(f+1)/2⌋ for n = 2f + 1 (SOSP 2013, §4.4). For an even n the least size with which
 * recovery can always tell what happened, n − e for the largest e with 2e + f − 1 ≤ n (Ryabinin, Gotsman, Sutra, OPODIS
 * 2025); that is one more than by the formula for 10, 14, 18, …
 */
export function fastQuorumSize(n: number): number {
  const f = Math.floor((n - 1) / 2);
  return Math.max(epaxosFastQuorumSize(n), n - Math.floor((n - f + 1) / 2));
}

/**
 * The fast quorums: those of the file, or else any of that size among those that have a vote, as far as a phase-2 quorum is
 * among them: what is committed on the fast path is on as many disks as the file asks for. (With majorities each of that size
 * contains one: f + ⌊(f+1)/2⌋ ≥ f + 1.)
 */
export function fastQuorumOf({ fast, phase2 }: QuorumScheme, voters = phase2.members): QuorumSystem {
  return fast ?? quorumOfEach([threshold(phase2.members, fastQuorumSize(voters.length), voters), phase2]);
}

/** The scheme with its fast quorums filled in. */
export function quorumsOf(asked: QuorumScheme, replicas: readonly Replica[]): QuorumScheme {
  if (asked.fast !== undefined) return asked;
  const fast = fastQuorumOf(asked, idsOf(replicas, hasVote));
  const { phase1, phase2 } = asked;
  return { phase1, phase2, fast, describe: () => `${asked.describe()}, fast: ${fast.describe()}` };
}
