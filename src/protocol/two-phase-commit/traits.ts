import type { Traits } from '../contract/traits.js';

export const traits: Traits = {
  leadership: 'stable',
  /** Only the coordinator knows what it has decided. It has to come back. */
  failover: 'none',
  // Who takes part votes (Bernstein, Hadzilacos, Goodman, §7.3): what the others do is no part of an atomic commit.
  roles: ['voter'],
  interruptedBy: 'leader',
  proposers: 'replicas',
  reads: ['primary', 'local'],
  // The decision is written when the votes are there, never before or meanwhile.
  disk: ['serial'],
  loop: ['free'],
  // There is one coordinator for good, and it executes a write before it answers it.
  linearizable: ['primary'],
  fastQuorum: false,
  ordered: true,
  commuting: 'never',
  answersEarly: false,
  quorumSizes: (n) => ({ classic: n }),
  survives: () => 0,
  /** prepare, vote, commit and ack, to and from each of the others. */
  messagesPerWrite: (n) => 4 * (n - 1),
  tolerates:
    'crashes that are followed by restarts, lost, late and doubled messages: never a wrong answer. Writes need every replica: ' +
    'while any one is down or cut off they wait. While the coordinator is down nothing is answered but local reads, and ' +
    'participants that have voted keep their locks until it is back',
};
