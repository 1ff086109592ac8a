import type { Protocol } from '../../../../src/protocol/contract/protocol.js';
import { anyOne, mayLead, readNeeds } from '../../../../src/protocol/needs.js';
import { check } from './check.js';
import { soleCopyMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** One copy, no replication. See machine.ts for how it works. */
export const soleCopy: Protocol = {
  name: 'sole-copy',
  title: 'Sole copy',
  summary: 'The leader alone keeps the data: what replication costs is the difference to this.',
  source: 'No paper: the beginning of a new protocol',
  traits,
  check,
  /** The leader, which has everything. */
  needs(constitution) {
    const leader = anyOne(constitution.replicas, mayLead) ?? constitution.quorum.phase2;
    return { write: leader, ...readNeeds(constitution, leader), takeover: undefined };
  },
  model,
  machine: soleCopyMachine(),
};
