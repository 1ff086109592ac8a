import type { Traits } from '../../../../src/protocol/contract/traits.js';

export const traits: Traits = {
  leadership: 'stable',
  failover: 'none',
  roles: ['voter'],
  interruptedBy: 'leader',
  proposers: 'replicas',
  reads: ['primary'],
  linearizable: ['primary'],
  disk: ['parallel'],
  loop: ['free'],
  fastQuorum: false,
  ordered: true,
  commuting: 'never',
  answersEarly: false,
  quorumSizes: () => ({ classic: 1 }),
  survives: () => 0,
  messagesPerWrite: () => 0,
  tolerates: 'crashes of the leader that are followed by restarts; it alone has the data',
};
