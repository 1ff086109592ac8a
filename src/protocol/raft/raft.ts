import type { Protocol } from '../contract/protocol.js';
import { consensusNeeds } from '../needs.js';
import { check } from './check.js';
import { raftMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** Raft. See machine.ts for how it works. */
export const raft: Protocol = {
  name: 'raft',
  title: 'Raft',
  summary:
    'One elected leader a term appends all commands to one log; each is committed once a phase-2 quorum has it on disk. ' +
    'A follower answers its own clients, once it has the entry on disk itself and knows that it is committed.',
  source:
    'Ongaro, Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014; ' +
    'Ongaro, "Consensus: Bridging Theory and Practice", Stanford 2014: §3.10 transfer, ch. 4 changes of the group, §6.4 reads, §9.6 pre-vote, §10.2.1 parallel disk',
  traits,
  check,
  needs: consensusNeeds,
  model,
  machine: raftMachine(),
  takeover: { call: 'pre-vote' },
};
