import { fastPaxosQuorumSize, majoritySize } from '../../quorum/sizes.js';
import type { Traits } from '../contract/traits.js';

export const traits: Traits = {
  leadership: 'stable',
  failover: 'automatic',
  roles: ['voter', 'learner'],
  ownElections: true,
  interruptedBy: 'leader',
  handsBack: true,
  proposers: 'clients',
  reads: ['consensus', 'local'],
  // No replica writes before it sends: acceptors vote by themselves.
  disk: ['parallel'],
  loop: ['free'],
  linearizable: ['consensus'],
  fastQuorum: true,
  ordered: true,
  commuting: 'never',
  // A client that hears of votes for its write has its answer from nobody; replicas answer what they have executed.
  answersEarly: false,
  quorumSizes: (n) => ({ classic: majoritySize(n), fast: fastPaxosQuorumSize(n) }),
  survives: (n) => Math.floor((n - 1) / 2),
  /** voted, to the coordinator, and commit, from it. */
  messagesPerWrite: (n) => 2 * (n - 1),
  tolerates:
    'crashes and restarts, lost, late and doubled messages; fast while a fast quorum is up, slower (by way of the ' +
    'coordinator) while a classic quorum is; never a wrong answer',
};
