import type { Protocol } from '../contract/protocol.js';
import { leaderlessNeeds } from '../needs.js';
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
  needs: leaderlessNeeds,
  model,
  machine: epaxosMachine(),
};
