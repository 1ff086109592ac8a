import { quorumOfEach } from '../../quorum/combined.js';
import { withFast } from '../../quorum/phases.js';
import { threshold } from '../../quorum/shapes.js';
import { fastPaxosQuorumSize } from '../../quorum/sizes.js';
import type { QuorumScheme, QuorumSystem } from '../../quorum/system.js';

/** A scheme with the fast quorums that fast rounds need. */
export interface FastScheme extends QuorumScheme {
  readonly fast: QuorumSystem;
}

/**
 * The quorums in use: any ⌈3n/4⌉ replicas for fast rounds where the scheme says nothing of them, which is what goes with
 * a majority for classic ones ("Fast Paxos" §3.1: N > 2E + F and N > 2F, with F as large as it can be); as far as a phase-2
 * quorum is among them, so that what is chosen in a fast round is on as many disks as the scheme asks for.
 */
export function quorumsInUse(asked: QuorumScheme, voters = asked.phase1.members): FastScheme {
  if (asked.fast !== undefined) return asked as FastScheme;
  const size = fastPaxosQuorumSize(voters.length);
  const fast = quorumOfEach([threshold(asked.phase1.members, size, voters), asked.phase2]);
  if (asked.phase1 === asked.phase2) return withFast(asked.phase1, fast) as FastScheme;
  const { phase1, phase2 } = asked;
  return { phase1, phase2, fast, describe: () => `${asked.describe()}, fast: ${fast.describe()}` };
}

/** Every member. */
function allOf(system: QuorumSystem): number {
  return 2 ** system.members.length - 1;
}

/**
 * May a value have been, or yet be, voted for by a whole fast quorum, if of the acceptors in `heard` only those in
 * `voters` have voted for it? ("Fast Paxos" §2.2, O4: is there a fast quorum R such that all of R ∩ Q has?)
 */
export function mayBeChosen(fast: QuorumSystem, heard: number, voters: number): boolean {
  return fast.contains((allOf(fast) & ~heard) | voters);
}

/** Has every fast quorum a member in this set? */
export function meetsEveryFastQuorum(fast: QuorumSystem, set: number): boolean {
  return !fast.contains(allOf(fast) & ~set);
}
