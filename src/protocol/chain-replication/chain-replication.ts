import { twoPhases } from '../../quorum/phases.js';
import { all, majority } from '../../quorum/shapes.js';
import type { Protocol } from '../contract/protocol.js';
import { electionNeeds, hasVote, holdsData, idsOf } from '../needs.js';
import { check } from './check.js';
import { chainReplicationMachine } from './machine.js';
import { model } from './model.js';
import { chainOf } from './order.js';
import { traits } from './traits.js';

/** Chain replication, with its master on the same replicas. See machine.ts for how it works. */
export const chainReplication: Protocol = {
  name: 'chain-replication',
  title: 'Chain replication',
  summary:
    'Updates enter at the head and pass from disk to disk along a chain; the tail commits them and answers, and reads ' +
    'are its alone. A master takes lost replicas out and adds those that are back at the tail.',
  source:
    'van Renesse, Schneider, "Chain Replication for Supporting High Throughput and Availability", OSDI 2004, §2–3; its ' +
    'master: Lamport, "Paxos Made Simple", SIGACT News 32(4), 2001, §2',
  traits,
  check,
  /** The chain for writes, at first every voter; a majority for the master, without which nobody is taken out or added. */
  quorums({ phase2: { members } }, replicas) {
    const master = majority(members, idsOf(replicas, hasVote));
    const chain = all(members, idsOf(replicas, holdsData));
    return twoPhases(master, chain, ['master', 'chain']);
  },
  /**
   * Those that are lost are taken out, which takes the master; one of the others goes on. Reads are the tail's, and stop with
   * writes: it needs a lease of everybody in the chain.
   */
  needs(constitution) {
    const elected = electionNeeds(constitution);
    const some = elected ?? constitution.quorum.phase1;
    return { write: some, read: some, readsNeedLeader: true, takeover: elected };
  },
  readContact(head, up) {
    const chain = chainOf(head, idsOf(up, holdsData));
    return chain[chain.length - 1];
  },
  model,
  machine: chainReplicationMachine(),
  takeover: { call: 'ask' },
};
