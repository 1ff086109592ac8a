import { twoPhases } from '../../quorum/phases.js';
import { all, majority } from '../../quorum/shapes.js';
import type { Protocol } from '../contract/protocol.js';
import { electionNeeds, hasVote, idsOf, readNeeds } from '../needs.js';
import { check } from './check.js';
import { pacificaMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** PacificA, with its configuration manager on the same replicas. See machine.ts for how it works. */
export const pacifica: Protocol = {
  name: 'pacifica',
  title: 'PacificA',
  summary:
    'A primary commits what all replicas of the configuration have on disk; lease beacons detect failures, and a ' +
    'Paxos-replicated configuration manager removes, adds and replaces replicas.',
  source:
    'Lin, Yang, Zhang, Zhou, "PacificA: Replication in Log-Based Distributed Storage Systems", MSR-TR-2008-25, 2008, ' +
    '§2; the manager: Lamport, "Paxos Made Simple", SIGACT News 32(4), 2001, §2',
  traits,
  check,
  /** The configuration for writes, at first every voter; a majority for the manager, without which nobody takes over. */
  quorums({ phase2: { members } }, replicas) {
    const manager = majority(members, idsOf(replicas, hasVote));
    const configuration = all(
      members,
      idsOf(replicas, ({ role }) => role === 'voter'),
    );
    return twoPhases(manager, configuration, ['configuration manager', 'writes']);
  },
  /** Those that are lost leave the configuration, which takes the manager; one of the others goes on. */
  needs(constitution) {
    const elected = electionNeeds(constitution);
    const some = elected ?? constitution.quorum.phase1;
    return { write: some, ...readNeeds(constitution, some), takeover: elected };
  },
  model,
  machine: pacificaMachine(),
  takeover: { call: 'ask' },
};
