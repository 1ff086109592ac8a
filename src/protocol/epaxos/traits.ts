import { majoritySize } from '../../quorum/sizes.js';
import type { Traits } from '../contract/traits.js';
import { fastQuorumSize } from './quorums.js';

export const traits: Traits = {
  leadership: 'none',
  failover: 'automatic',
  roles: ['voter', 'learner'],
  ownElections: true,
  interruptedBy: 'unfinished',
  proposers: 'replicas',
  reads: ['consensus', 'local'],
  disk: ['parallel'],
  loop: ['free'],
  linearizable: ['consensus'],
  fastQuorum: true,
  ordered: false,
  commuting: 'always',
  answersEarly: true,
  quorumSizes: (n) => ({ classic: majoritySize(n), fast: fastQuorumSize(n) }),
  survives: (n) => Math.floor((n - 1) / 2),
  /** pre-accept, pre-accepted and commit, to and from each of the others; accept and accepted, too, on the slow path. */
  messagesPerWrite: (n) => 3 * (n - 1),
  tolerates:
    'crashes and restarts, lost, late and doubled messages; operations go on while a phase-2 quorum is up, on the slow ' +
    'path where no fast quorum is; those that wait for an instance of a lost replica, once it is recovered; never a ' +
    'wrong answer, local reads apart',
};
