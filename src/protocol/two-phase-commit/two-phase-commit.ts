import { onePhase } from '../../quorum/phases.js';
import { all } from '../../quorum/shapes.js';
import type { Protocol } from '../contract/protocol.js';
import { anyOne, hasVote, idsOf, mayLead, readNeeds } from '../needs.js';
import { check } from './check.js';
import { twoPhaseCommitMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** Two-phase commit over full copies, presumed abort. See machine.ts for how it works. */
export const twoPhaseCommit: Protocol = {
  name: 'two-phase-commit',
  title: 'Two-phase commit',
  summary:
    'Every write is an atomic commit: all replicas vote with the write on disk, the coordinator decides; one replica down stops writes, the coordinator down leaves the others in doubt.',
  source:
    'Gray, "Notes on Data Base Operating Systems", 1978; Bernstein, Hadzilacos, Goodman, "Concurrency Control and ' +
    'Recovery in Database Systems", 1987, ch. 7; presumed abort: Mohan, Lindsay, Obermarck, TODS 1986',
  traits,
  check,
  quorums: ({ phase2: { members } }, replicas) => onePhase(all(members, idsOf(replicas, hasVote))),
  needs(constitution) {
    const { quorum, replicas } = constitution;
    const coordinator = anyOne(replicas, mayLead) ?? quorum.phase2;
    return { write: quorum.phase2, ...readNeeds(constitution, coordinator), takeover: undefined };
  },
  model,
  machine: twoPhaseCommitMachine(),
};
