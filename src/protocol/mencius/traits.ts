import type { Traits } from '../contract/traits.js';

export const traits: Traits = {
  leadership: 'none',
  failover: 'automatic',
  roles: ['voter', 'learner'],
  ownElections: true,
  interruptedBy: 'any',
  proposers: 'replicas',
  reads: ['consensus', 'local'],
  disk: ['parallel', 'serial'],
  loop: ['free'],
  linearizable: ['consensus'],
  fastQuorum: false,
  ordered: true,
  commuting: 'optional',
  answersEarly: false,
  quorumSizes: (n) => ({ classic: Math.floor(n / 2) + 1 }),
  survives: (n) => Math.floor((n - 1) / 2),
  /** suggest, accepted and commit, to and from each of the others; and cover, where skips come after the commit. */
  messagesPerWrite: (n) => (n > 2 ? 4 : 3) * (n - 1),
  tolerates:
    'crashes and restarts, lost, late and doubled messages; operations go on while a phase-2 quorum is up, after a ' +
    'replica is lost once a phase-1 quorum has revoked its slots; never a wrong answer, local reads apart',
};
