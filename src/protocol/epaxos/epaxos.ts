import { quorumOfEach } from '../../quorum/combined.js';
import type { Protocol } from '../contract/protocol.js';
import { readNeeds } from '../needs.js';
import { check } from './check.js';
import { epaxosMachine } from './machine.js';
import { model } from './model.js';
import { quorumsOf } from './quorums.js';
import { traits } from './traits.js';

/** Egalitarian Paxos: no leader, dependencies instead of a log. See machine.ts for how it works. */
export const epaxos: Protocol = {
  name: 'epaxos',
  title: 'EPaxos',
  summary:
    'Every replica commits its own clients’ commands, in one round trip to a fast quorum where none interferes, in two else; dependencies between commands take the place of a log.',
  source:
    'Moraru, Andersen, Kaminsky, "There is more consensus in egalitarian parliaments", SOSP 2013; recovery as mended by Sutra, IPL 2020, and Ryabinin, Gotsman, Sutra, OPODIS 2025',
  traits,
  check,
  quorums: quorumsOf,
  /**
   * A write is answered when it is committed, for which a phase-2 quorum is enough, whatever a lost replica left open. A read is
   * answered when it is executed: what it depends on and a lost replica left open takes a phase-1 quorum to recover.
   */
  needs(constitution) {
    const { phase1, phase2 } = constitution.quorum;
    const recovered = quorumOfEach([phase1, phase2]);
    return { write: phase2, ...readNeeds(constitution, recovered), takeover: undefined };
  },
  model,
  machine: epaxosMachine(),
  takeover: { call: 'prepare' },
};
