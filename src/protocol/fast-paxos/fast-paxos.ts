import type { Protocol } from '../contract/protocol.js';
import { consensusNeeds, hasVote, idsOf } from '../needs.js';
import { check } from './check.js';
import { fastPaxosMachine } from './machine.js';
import { model } from './model.js';
import { quorumsInUse } from './quorums.js';
import { traits } from './traits.js';

/** Fast Paxos, a state machine of many slots, clients as proposers. See machine.ts for how it works. */
export const fastPaxos: Protocol = {
  name: 'fast-paxos',
  title: 'Fast Paxos',
  summary:
    'Clients send their commands to all replicas; one is chosen once a fast quorum has it on disk in the same slot. A coordinator sorts out collisions.',
  source:
    'Lamport, "Fast Paxos", Distributed Computing 19(2), 2006 (MSR-TR-2005-112), §2.2 (value picking), §3.1 (fast rounds, quorums), §3.2 (coordinated recovery)',
  traits,
  check,
  quorums: (asked, replicas) => quorumsInUse(asked, idsOf(replicas, hasVote)),
  needs: consensusNeeds,
  model,
  machine: fastPaxosMachine(),
  takeover: { call: 'prepare' },
};
